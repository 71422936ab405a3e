import { codePoints, HIDDEN } from "./hidden-characters";

interface Piece {
  readonly key: number;
  readonly text: string;
  readonly hidden: boolean;
}

function pieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index > end) found.push({ key: end, text: text.slice(end, match.index), hidden: false });
    found.push({ key: match.index, text: match[0], hidden: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ key: end, text: text.slice(end), hidden: false });
  return found;
}

/** Text that came from outside, with what an eye cannot see made visible: two groups must not look alike. */
export function VisibleText({ text }: { readonly text: string }) {
  return (
    <bdi className="break-words">
      {pieces(text).map((piece) =>
        piece.hidden ? (
          <span key={piece.key} className="rounded-sm bg-warning-soft px-1 font-mono text-warning text-xs">
            {codePoints(piece.text)}
          </span>
        ) : (
          piece.text
        ),
      )}
    </bdi>
  );
}
