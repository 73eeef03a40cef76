/** Lets Node resolve `npm:d3` as `d3`: components import libraries the way Framework wants it. */
export function resolve(specifier, context, next) {
  return next(specifier.replace(/^npm:/, ""), context);
}
