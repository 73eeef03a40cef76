/**
 * The value of a sum of whole numbers with +, −, / and parentheses, / before + and −.
 *
 * @throws Error where a step is no whole number or the text is no sum
 */
export function evaluate(sum: string): number {
  const tokens = sum.match(/\d+|[-+/()]|\S/g) ?? [];
  const value = terms(tokens);
  if (tokens.length > 0) throw new Error(`${sum}: not read: ${tokens.join("")}`);
  return value;
}

function terms(tokens: string[]): number {
  let value = quotients(tokens);
  while (tokens[0] === "+" || tokens[0] === "-") {
    const sign = tokens.shift() === "+" ? 1 : -1;
    value += sign * quotients(tokens);
  }
  return value;
}

function quotients(tokens: string[]): number {
  let value = factor(tokens);
  while (tokens[0] === "/") {
    tokens.shift();
    value /= factor(tokens);
    if (!Number.isInteger(value)) throw new Error(`no whole number: ${value}`);
  }
  return value;
}

function factor(tokens: string[]): number {
  const token = tokens.shift();
  if (token === "-") return -factor(tokens);
  if (token !== "(") return whole(token);
  const value = terms(tokens);
  if (tokens.shift() !== ")") throw new Error("no closing parenthesis");
  return value;
}

function whole(token = ""): number {
  if (!/^\d+$/.test(token)) throw new Error(`a number expected, ${token} found`);
  return Number(token);
}
