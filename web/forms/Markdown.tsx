import type { ReactNode } from 'react';

/** The Markdown that texts of forms use: headings, paragraphs, lists, bold, italics, links. As elements, never as HTML. */
export function Markdown({ text }: { text: string }) {
  const blocks = text.split(/\n\s*\n/).map((block) => block.trim());
  return <div className="cf-text">{blocks.filter(Boolean).map((block, index) => renderBlock(block, index))}</div>;
}

function renderBlock(block: string, key: number): ReactNode {
  const heading = /^(#{1,6})\s+(.*)$/.exec(block);
  // The page has its h1 and the form its h2.
  if (heading)
    return heading[1] === '#' ? <h2 key={key}>{inline(heading[2])}</h2> : <h3 key={key}>{inline(heading[2])}</h3>;
  const lines = block.split('\n');
  if (!lines.every((line) => /^\s*[-*]\s+/.test(line))) return <p key={key}>{inline(lines.join(' '))}</p>;
  return (
    <ul key={key}>
      {lines.map((line, index) => (
        <li key={index}>{inline(line.replace(/^\s*[-*]\s+/, ''))}</li>
      ))}
    </ul>
  );
}

const MARK = /\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+|\/(?!\/)[^\s)]*)\)/g;

function inline(text = ''): ReactNode[] {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(MARK)) {
    const [whole, bold, italic, label, address] = match;
    parts.push(text.slice(end, match.index));
    end = match.index + whole.length;
    if (bold) parts.push(<strong key={end}>{bold}</strong>);
    else if (italic) parts.push(<em key={end}>{italic}</em>);
    else
      parts.push(
        // Beside the form: what was filled in stays.
        <a key={end} href={address} target="_blank" rel="noopener">
          {label}
        </a>,
      );
  }
  return [...parts, text.slice(end)];
}
