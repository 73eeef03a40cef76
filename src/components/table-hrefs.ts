type Table =
  | "measures"
  | "coordinates"
  | "statements"
  | "variance"
  | "projection"
  | "activations"
  | "components"
  | "shuffled";

/**
 * Where a dataset's or variant's table lies, for a page that can't name it: the site's configuration writes the addresses
 * into the page's head.
 */
export function tableHref(dataset: string, table: Table): string {
  const href = findTableHref(dataset, table);
  if (href === undefined) throw new Error(`no ${table} of ${dataset}`);
  return href;
}

/** As `tableHref`; undefined if the page has no such address. */
export function findTableHref(dataset: string, table: Table): string | undefined {
  return linksTo(table).find(({dataset: of}) => of.dataset === encodeURIComponent(dataset))?.href;
}

/** The datasets and variants of which the page knows where such a table lies. */
export function datasetsWith(table: Table): string[] {
  return linksTo(table).map(({dataset: of}) => decodeURIComponent(of.dataset ?? ""));
}

const linksTo = (table: Table) =>
  [...document.querySelectorAll<HTMLLinkElement>("link[rel=table]")].filter(
    ({dataset: of}) => of.table === table
  );

/** Where those tables lie that the page of depths reads. */
export function tableHrefs(
  dataset: string
): Record<"measures" | "coordinates" | "statements" | "variance", string> {
  return {
    measures: tableHref(dataset, "measures"),
    coordinates: tableHref(dataset, "coordinates"),
    statements: tableHref(dataset, "statements"),
    variance: tableHref(dataset, "variance")
  };
}

/** Where a dataset's or a slice's measures lie; undefined if the site does not have it. */
export const measuresHref = (dataset: string): string | undefined => findTableHref(dataset, "measures");
