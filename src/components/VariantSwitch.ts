/** Switches between a dataset and its variants, in one picture. */
import {readDataset} from "./dataset.js";
import {datasetFiles} from "./DatasetHead.js";
import {el} from "./dom.js";
import type {Explorer} from "./Explorer.js";
import type {Shown} from "./explorer-options.js";
import {tableHref} from "./table-hrefs.js";
import {switched, valuesOf, versionsOf} from "./variants.js";
import type {Difference, Version} from "./variants.js";
import type {RunReport} from "../data/rows.js";

const titles: [difference: Difference, title: string, says: string][] = [
  ["stop", "final full stop", "whether the last token, whose vector this is, is a full stop"],
  [
    "columns",
    "columns",
    "whether each number of the vector is divided by its standard deviation before components are found"
  ]
];

export class VariantSwitch {
  /** A group of buttons for each thing in which the versions differ; empty where there is one version only. */
  readonly element = el("div", {class: "variants"});
  /** Told when a reader's choice is shown. */
  onchange: (() => void) | null = null;
  private readonly versions: Version[];
  private readonly status = el("span", {role: "status"});
  private readonly opened = new Map<string, Promise<Shown>>();
  private current: Version;

  /** `shown` is what the explorer shows of the dataset as it stands; `csv`, the address of its CSV. */
  constructor(
    private readonly name: string,
    private readonly run: RunReport,
    private readonly explorer: Explorer,
    private readonly shown: Shown & {csv: string}
  ) {
    this.versions = versionsOf(name, run);
    this.current = this.versions[0];
    this.opened.set(name, Promise.resolve(shown));
    const groups = titles.flatMap((words) => this.group(...words));
    if (groups.length > 0) this.element.append(...groups, this.status);
    this.press();
  }

  /** The name of the version that is chosen. */
  get value(): string {
    return this.current.name;
  }

  /** The names of all versions. */
  get names(): string[] {
    return this.versions.map(({name}) => name);
  }

  /** Shows the version of a name. */
  async go(name: string): Promise<void> {
    const version = this.versions.find((other) => other.name === name);
    if (version) await this.choose(version);
  }

  private group(difference: Difference, title: string, says: string): HTMLElement[] {
    const values = valuesOf(this.versions, difference);
    if (values.length < 2) return [];
    const buttons = values.map((value) => {
      const button = el(
        "button",
        {type: "button", "data-difference": difference, "data-value": value},
        value
      );
      button.addEventListener("click", () => {
        const version = switched(this.versions, this.current, difference, value);
        void this.choose(version).then((shown) => shown && this.onchange?.());
      });
      return button;
    });
    return [el("div", {role: "group", "aria-label": title, title: says}, el("span", {}, title), ...buttons)];
  }

  /** Shows a version when it is read, if it is still chosen then; stays where it was if it can't be read. Says whether it did. */
  private async choose(version: Version): Promise<boolean> {
    const before = this.current;
    if (version === before) return false;
    this.current = version;
    this.press();
    this.status.textContent = "";
    this.explorer.element.setAttribute("aria-busy", "true");
    try {
      const shown = await this.open(version.name);
      if (this.current === version) await this.explorer.exchange(shown);
    } catch (error) {
      this.opened.delete(version.name);
      if (this.current !== version) return false;
      this.status.textContent = `could not be read: ${String(error)}`;
      this.current = before;
      this.press();
    }
    if (this.current === version || this.current === before)
      this.explorer.element.removeAttribute("aria-busy");
    return this.current === version;
  }

  /** Reads a version once, turned towards the dataset as it stands, so that dots move as little as they can. */
  private open(name: string): Promise<Shown> {
    const opened = this.opened.get(name) ?? this.read(name);
    this.opened.set(name, opened);
    return opened;
  }

  private async read(name: string): Promise<Shown> {
    const {run, shown} = this;
    const href = (table: Parameters<typeof tableHref>[1]) => tableHref(name, table);
    const [coordinates, statements, variance] = [href("coordinates"), href("statements"), href("variance")];
    const hrefs = {coordinates, statements, variance};
    const read = await readDataset(name, hrefs, run, shown.picture);
    const [projection, activations] = [href("projection"), href("activations")];
    const downloads = {statements: shown.csv, projection, variance, activations};
    return {...read, files: datasetFiles(this.name, downloads, run, name), activations};
  }

  private press(): void {
    for (const button of this.element.querySelectorAll("button")) {
      const {difference, value} = button.dataset;
      const pressed = value === this.current[difference === "stop" ? "stop" : "columns"];
      button.setAttribute("aria-pressed", String(pressed));
    }
  }
}
