import {characterAt} from "./characters.ts";
import {readCharsmap} from "./charsmap.ts";
import type {NormalizerSpec} from "./sentencepiece-model.ts";

/**
 * What SentencePiece does to a text before it looks for pieces: replaces characters, and prepares white space
 * as the file says; "▁" stands for a space.
 *
 * @param symbolAt the user-defined piece at a place of a text, which stays as it is
 * @param source the file's name, for errors
 * @throws Problem for replacements that can't be read, some of them not before they are needed
 */
export function sentencePieceNormalizer(
  spec: NormalizerSpec,
  symbolAt: (text: string, start: number) => string | undefined,
  source: string
): (text: string) => string {
  const replacementAt = readCharsmap(spec.precompiledCharsmap, `${source}: precompiled_charsmap`);
  const replaced = (text: string): string[] => {
    const parts: string[] = [];
    for (let at = 0; at < text.length;) {
      const symbol = symbolAt(text, at);
      const replacement = symbol === undefined ? replacementAt(text, at) : undefined;
      const found = symbol ?? characterAt(text, at);
      parts.push(replacement?.by ?? found);
      at += replacement?.length ?? found.length;
    }
    return parts;
  };
  return (text) => withSpaces(replaced(text), spec);
}

function withSpaces(parts: readonly string[], spec: NormalizerSpec): string {
  const squeezed = spec.removeExtraWhitespaces;
  const first = squeezed ? parts.findIndex((part) => part !== " ") : 0;
  if (first < 0 || parts.length === 0) return "";
  const space = spec.escapeWhitespaces ? "▁" : " ";
  let normalized = spec.addDummyPrefix ? space : "";
  let afterSpace = squeezed;
  for (const part of parts.slice(first)) {
    const kept: string = afterSpace ? part.replace(/^ +/, "") : part;
    if (kept !== "") afterSpace = squeezed && kept.endsWith(" ");
    normalized += kept.replaceAll(" ", space);
  }
  return squeezed ? withoutEnd(normalized, space) : normalized;
}

/** The original cuts the end after escaping: a "▁" that the text itself ends with goes too. */
function withoutEnd(text: string, space: string): string {
  let end = text.length;
  while (text[end - 1] === space) end--;
  return text.slice(0, end);
}
