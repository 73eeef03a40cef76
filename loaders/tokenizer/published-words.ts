import {translate} from "./regex.ts";
import {digits, gpt2Words, inOrder, splitAt, type Cutter} from "./words.ts";

/** How published models cut a text into words, in their own regular expressions. */
const isolated = (pattern: string): Cutter => splitAt(translate(pattern), "Isolated");

/** LLaMA 3, and GPT-4 but for its possessive quantifiers. */
export const llama3Words = isolated(
  String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*` +
    String.raw`|\s*[\r\n]+|\s+(?!\S)|\s+`
);

/** SmolLM, StarCoder and Refact set every number character apart before GPT-2's rule. */
export const smollmWords = inOrder(digits(true), gpt2Words);

/** Mistral's newer models: a capital letter begins a word, a slash and ends of lines follow signs. */
export const tekkenWords = isolated(
  String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+` +
    String.raw`|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*` +
    String.raw`|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`
);

const chineseToKorean = String.raw`[\u4e00-\u9fa5\u0800-\u4e00\uac00-\ud7ff]+`;

export const deepseekCoderWords = inOrder(
  ...[String.raw`[\r\n]`, String.raw`\s?\p{L}+`, String.raw`\s?\p{P}+`, chineseToKorean].map(isolated),
  digits(true)
);

/** What Unicode 11 calls cased letters, as DeepSeek LLM lists them. */
const casedLetters =
  String.raw`A-Za-z\u00b5\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u01ba\u01bc-\u01bf\u01c4-\u0293\u0295-\u02af` +
  String.raw`\u0370-\u0373\u0376\u0377\u037b-\u037d\u037f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03f5` +
  String.raw`\u03f7-\u0481\u048a-\u052f\u0531-\u0556\u10a0-\u10c5\u13a0-\u13f5\u13f8-\u13fd\u1c90-\u1cba` +
  String.raw`\u1cbd-\u1cbf\u1d00-\u1d2b\u1d6b-\u1d77\u1d79-\u1d9a\u1e00-\u1f15\u1f18-\u1f1d\u1f20-\u1f45` +
  String.raw`\u1f48-\u1f4d\u1f50-\u1f57\u1f59\u1f5b\u1f5d\u1f5f-\u1f7d\u1f80-\u1fb4\u1fb6-\u1fbc\u1fbe` +
  String.raw`\u1fc2-\u1fc4\u1fc6-\u1fcc\u1fd0-\u1fd3\u1fd6-\u1fdb\u1fe0-\u1fec\u1ff2-\u1ff4\u1ff6-\u1ffc` +
  String.raw`\u2102\u2107\u210a-\u2113\u2115\u2119-\u211d\u2124\u2126\u2128\u212a-\u212d\u212f-\u2134\u2139` +
  String.raw`\u213c-\u213f\u2145-\u2149\u214e\u2183\u2184\u2c00-\u2c7b\u2c7e-\u2ce4\u2ceb-\u2cee\u2cf2\u2cf3` +
  String.raw`\ua640-\ua66d\ua680-\ua69b\ua722-\ua76f\ua771-\ua787\ua78b-\ua78e\uab70-\uabbf\ufb00-\ufb06` +
  String.raw`\ufb13-\ufb17\uff21-\uff3a\uff41-\uff5a\x{10400}-\x{1044f}\x{104b0}-\x{104d3}\x{104d8}-\x{104fb}` +
  String.raw`\x{10c80}-\x{10cb2}\x{10cc0}-\x{10cf2}\x{118a0}-\x{118df}\x{1e900}-\x{1e943}`;

export const deepseekLlmWords = inOrder(
  ...[
    String.raw`[\r\n]`,
    String.raw`\s?[${casedLetters}]+`,
    String.raw`\s?[!-/:-~\uff01-\uff0f\uff1a-\uff5e\u2018-\u201f\u3000-\u3002]+`,
    String.raw`\s+$`,
    chineseToKorean
  ].map(isolated),
  digits(true)
);
