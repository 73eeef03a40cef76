type Table = "measures" | "coordinates" | "statements" | "variance";

/**
 * Where a dataset's tables lie, for a page that can't name its datasets: the site's configuration writes their addresses
 * into the page's head.
 */
export function tableHrefs(dataset: string): Record<Table, string> {
  const links = [...document.querySelectorAll<HTMLLinkElement>("link[rel=table]")];
  const href = (table: Table) => {
    const link = links.find(
      ({dataset: of}) => of.dataset === encodeURIComponent(dataset) && of.table === table
    );
    if (!link) throw new Error(`no ${table} of ${dataset}`);
    return link.href;
  };
  return {
    measures: href("measures"),
    coordinates: href("coordinates"),
    statements: href("statements"),
    variance: href("variance")
  };
}

/** Where a dataset's or a slice's measures lie; undefined if the site does not have it. */
export function measuresHref(dataset: string): string | undefined {
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel=table][data-table="measures"]')];
  return links.find(({dataset: of}) => of.dataset === encodeURIComponent(dataset))?.href;
}
