import type {ResolveHook} from "node:module";

/** Lets Node resolve `npm:d3` as `d3`: components import libraries the way Framework wants it. */
export const resolve: ResolveHook = (specifier, context, next) =>
  next(specifier.replace(/^npm:/, ""), context);
