/** How much room an explorer's parts have. */
import type {Size} from "./layout.js";

/** Widths from which the parts stand beside each other, and the room they take: as in style.css. */
const middle = 620;
const wide = 940;
const railWidth = 124;
const sideWidth = 280;

/** In pixels, of an explorer so wide: the picture's room, the rail's length, and whether that lies under the picture. */
export function roomsOf(
  width: number,
  height: number,
  sided: boolean
): {room: Size; rail: number; horizontal: boolean} {
  if (width < middle) return {room: {width, height: Math.round(width * 0.9)}, rail: width, horizontal: true};
  const room = {width: width - railWidth - (sided && width >= wide ? sideWidth : 0), height};
  return {room, rail: Math.min(height, 620), horizontal: false};
}
