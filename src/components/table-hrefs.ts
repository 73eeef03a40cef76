type Table = "measures" | "coordinates" | "statements" | "variance" | "projection" | "activations";

/**
 * Where a dataset's or variant's table lies, for a page that can't name it: the site's configuration writes the addresses
 * into the page's head.
 */
export function tableHref(dataset: string, table: Table): string {
  const links = [...document.querySelectorAll<HTMLLinkElement>("link[rel=table]")];
  const link = links.find(
    ({dataset: of}) => of.dataset === encodeURIComponent(dataset) && of.table === table
  );
  if (!link) throw new Error(`no ${table} of ${dataset}`);
  return link.href;
}

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
export function measuresHref(dataset: string): string | undefined {
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel=table][data-table="measures"]')];
  return links.find(({dataset: of}) => of.dataset === encodeURIComponent(dataset))?.href;
}
