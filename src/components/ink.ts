/**
 * The site's colours by meaning: one list, light and dark. Pages use them as CSS custom properties (`--op-plus`),
 * pictures that leave the page as hex. Imports nothing, so that the site's configuration reads it in Node.
 */

/** Lightness 0…1, chroma, hue in degrees, as in CSS `oklch()`. */
export type Oklch = readonly [lightness: number, chroma: number, hue: number];

export type Theme = "light" | "dark";

type Ink = Record<Theme, Oklch>;

const ink = (light: Oklch, dark: Oklch): Ink => ({light, dark});

const surfaces = {
  paper: ink([0.985, 0.003, 240], [0.185, 0.018, 265]),
  sheet: ink([1, 0, 0], [0.215, 0.02, 265]),
  wash: ink([0.957, 0.006, 250], [0.235, 0.022, 265]),
  rule: ink([0.89, 0.008, 262], [0.33, 0.02, 265])
};

const texts = {
  ink: ink([0.24, 0.025, 262], [0.93, 0.008, 262]),
  "ink-2": ink([0.46, 0.02, 262], [0.75, 0.012, 262]),
  "ink-3": ink([0.62, 0.015, 262], [0.58, 0.015, 262]), // lines and marks, never words
  /** What the reader can take hold of: the handle, a link, the token that is sampled. */
  act: ink([0.5, 0.17, 262], [0.78, 0.12, 255])
};

/** The hue is the first operator's; the second is a sign inside the dot. `on-` is that sign, `lab-` a word. */
const operators = {
  "op-plus": ink([0.58, 0.16, 255], [0.7, 0.14, 250]),
  "op-minus": ink([0.67, 0.16, 56], [0.86, 0.14, 80]),
  "op-div": ink([0.42, 0.15, 345], [0.6, 0.19, 350]),
  "on-plus": ink([1, 0, 0], [0.2, 0.05, 255]),
  "on-minus": ink([0.22, 0.06, 60], [0.22, 0.06, 60]),
  "on-div": ink([1, 0, 0], [1, 0, 0]),
  "lab-plus": ink([0.47, 0.16, 255], [0.78, 0.12, 250]),
  "lab-minus": ink([0.52, 0.13, 60], [0.86, 0.13, 80]),
  "lab-div": ink([0.42, 0.15, 345], [0.74, 0.15, 350])
};

const truth = {
  true: ink([0.4, 0.09, 215], [0.76, 0.11, 190]),
  false: ink([0.65, 0.2, 28], [0.66, 0.18, 28])
};

/** On either side of one half: better than chance, and backwards. Words in ink stand on both. */
const sides = {
  above: ink([0.73, 0.11, 235], [0.48, 0.1, 245]),
  below: ink([0.76, 0.13, 62], [0.48, 0.1, 55])
};

/** Classes that the site knows nothing of, found by a search for the widest gap, colour-blind sight included. */
const categories = {
  "cat-0": ink([0.28, 0.13, 285], [0.69, 0.19, 301]),
  "cat-1": ink([0.67, 0.17, 35], [0.69, 0.17, 60]),
  "cat-2": ink([0.66, 0.09, 312], [0.77, 0.1, 182]),
  "cat-3": ink([0.51, 0.22, 263], [0.88, 0.16, 100]),
  "cat-4": ink([0.28, 0.14, 25], [0.53, 0.12, 40]),
  "cat-5": ink([0.49, 0.18, 36], [0.52, 0.09, 281]),
  "cat-6": ink([0.48, 0.1, 320], [0.94, 0.08, 196]),
  other: ink([0.62, 0.015, 262], [0.58, 0.015, 262])
};

export const categorySteps = 7;
export const cyclicSteps = 12;
export const sequentialSteps = 15;

/** A ring of hues of one lightness, from blue downwards, for what comes round again: months, days. */
function cyclic(): Record<string, Ink> {
  const step = (i: number) => (((250 - (360 * i) / cyclicSteps) % 360) + 360) % 360;
  return Object.fromEntries(
    Array.from({length: cyclicSteps}, (_, i) => [
      `cyc-${i}`,
      ink([0.63, 0.14, step(i)], [0.76, 0.13, step(i)])
    ])
  );
}

/** From little to much: lightness moves away from the paper, through three stops. */
function sequential(): Record<string, Ink> {
  const stops = [
    ink([0.66, 0.13, 85], [0.52, 0.12, -70]),
    ink([0.54, 0.18, 20], [0.68, 0.17, 10]),
    ink([0.28, 0.12, -70], [0.93, 0.1, 95])
  ];
  const at = (i: number, theme: Theme): Oklch => {
    const t = (2 * i) / (sequentialSteps - 1);
    const k = Math.min(1, Math.floor(t));
    const [a, b] = [stops[k][theme], stops[k + 1][theme]];
    const mix = (n: 0 | 1 | 2) => Number((a[n] + (b[n] - a[n]) * (t - k)).toFixed(4));
    return [mix(0), mix(1), mix(2)];
  };
  return Object.fromEntries(
    Array.from({length: sequentialSteps}, (_, i) => [`seq-${i}`, ink(at(i, "light"), at(i, "dark"))])
  );
}

const fixed = {...surfaces, ...texts, ...operators, ...truth, ...sides, ...categories};

/** A colour's name: the name of its CSS custom property without the dashes. */
export type InkName = keyof typeof fixed | `cat-${number}` | `cyc-${number}` | `seq-${number}`;

const inks: Record<string, Ink> = {...fixed, ...cyclic(), ...sequential()};

export const inkNames = Object.keys(inks) as InkName[]; // the keys of the three lists above and no others

/** Lightness, chroma and hue of a colour. */
export const oklch = (name: InkName, theme: Theme): Oklch => inks[name][theme];

/** When the colours are the dark ones, as a media query. */
export const darkScreen = "screen and (prefers-color-scheme:dark)";

/** The colours as CSS custom properties: light, dark when the reader's system is, and light on paper. */
export function inkCss(): string {
  const list = (theme: Theme) =>
    inkNames.map((name) => `--${name}:oklch(${oklch(name, theme).join(" ")})`).join(";");
  const dark = `@media ${darkScreen}{:root{${list("dark")}}}`;
  return `:root{color-scheme:light dark;${list("light")}}${dark}`;
}

/** How a picture names a colour: in a page the custom property, which follows the theme; elsewhere its hex value. */
export const paint = (name: InkName, theme?: Theme): string =>
  theme ? inkHex(name, theme) : `var(--${name})`;

/** A colour as `#rrggbb`, clipped to sRGB. Matrices: Björn Ottosson, "A perceptual color space for image processing". */
export const inkHex = (name: InkName, theme: Theme): string =>
  `#${inkRgb(name, theme)
    .map((v) => v.toString(16).padStart(2, "0"))
    .join("")}`;

/** A colour as bytes, clipped to sRGB. */
export function inkRgb(name: InkName, theme: Theme): [red: number, green: number, blue: number] {
  const encode = (v: number) => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);
  const byte = (v: number) => Math.round(255 * Math.min(1, Math.max(0, encode(v))));
  const [red, green, blue] = linearRgb(oklch(name, theme));
  return [byte(red), byte(green), byte(blue)];
}

/** Linear-light sRGB, which may lie outside 0…1. */
export function linearRgb([lightness, chroma, hue]: Oklch): [red: number, green: number, blue: number] {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s
  ];
}
