/**
 * Places for words on a line, as near to the wanted ones as they can be with `gap` between any two, from `low` to `high`:
 * words that meet move apart together, around the mean of what they want (the way of isotonic regression).
 */
export function spread(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const blocks: {sum: number; members: number[]}[] = [];
  const start = ({sum, members}: (typeof blocks)[number]) => {
    const middle = sum / members.length - ((members.length - 1) * gap) / 2;
    return Math.max(low, Math.min(high - (members.length - 1) * gap, middle));
  };
  for (const i of order) {
    let block = {sum: wanted[i], members: [i]};
    for (let last = blocks.at(-1); last; last = blocks.at(-1)) {
      if (start(last) + last.members.length * gap <= start(block)) break;
      block = {sum: last.sum + block.sum, members: [...last.members, ...block.members]};
      blocks.pop();
    }
    blocks.push(block);
  }
  const places: number[] = [];
  for (const block of blocks) block.members.forEach((i, n) => (places[i] = start(block) + n * gap));
  return places;
}
