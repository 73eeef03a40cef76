/** Keeps a dataset's page and its address the same: a link shows what was seen, back and forward go through what was chosen. */
import {el} from "./dom.js";
import type {Explorer} from "./Explorer.js";
import type {Changed} from "./explorer-options.js";
import {decodeState, encodeState} from "./explorer-state.js";
import type {ExplorerState} from "./explorer-state.js";
import type {VariantSwitch} from "./VariantSwitch.js";

/** Changes of one of these follow each other while a reader drags or types: they are one step of the history. */
const flowing: ReadonlySet<string> = new Set<Changed>(["depth", "query"]);
/** Milliseconds in which a change of the same control still belongs to the step before. */
const together = 1000;
/** Milliseconds after which a change within a step is written: browsers refuse many in a short time. */
const quiet = 150;

export class ExplorerAddress {
  /** Says in a sentence what of the address there is not. */
  readonly note = el("p", {class: "address-note", role: "status"});
  private readonly defaults: ExplorerState;
  private last: {changed: string; time: number} = {changed: "", time: 0};
  private timer = 0;
  private readonly onpopstate = () => this.restore();

  /** Shows what the address asks for, and follows both from then on. */
  constructor(
    private readonly explorer: Explorer,
    private readonly variants: VariantSwitch
  ) {
    this.defaults = this.state;
    this.restore();
    explorer.onchange = (changed) => this.write(changed);
    variants.onchange = () => this.write("version");
    addEventListener("popstate", this.onpopstate);
  }

  /** Follows no more. */
  stop(): void {
    clearTimeout(this.timer);
    removeEventListener("popstate", this.onpopstate);
    this.explorer.onchange = this.variants.onchange = null;
  }

  private get state(): ExplorerState {
    return {...this.explorer.state, version: this.variants.value};
  }

  private restore(): void {
    clearTimeout(this.timer);
    this.last.changed = "";
    const choices = {...this.explorer.choices, versions: this.variants.names};
    const {state, note} = decodeState(location.search, this.defaults, choices);
    this.note.textContent = note;
    this.explorer.restore(state);
    void this.variants.go(state.version);
  }

  private write(changed: string): void {
    clearTimeout(this.timer);
    this.note.textContent = "";
    const time = performance.now();
    const goesOn = flowing.has(changed) && changed === this.last.changed && time - this.last.time < together;
    this.last = {changed, time};
    if (goesOn) this.timer = window.setTimeout(() => history.replaceState(null, "", this.address), quiet);
    else if (this.address !== location.href) history.pushState(null, "", this.address);
  }

  private get address(): string {
    const {origin, pathname, search, hash} = location;
    return `${origin}${pathname}${encodeState(this.state, this.defaults, search)}${hash}`;
  }
}
