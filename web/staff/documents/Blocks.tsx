import { Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DocumentBlock } from '../../../protocol/documents';

/** A document as accessible HTML: the same blocks as on paper. */
export function Blocks({ blocks }: { blocks: readonly DocumentBlock[] }) {
  return blocks.map((block, index) => <Block key={index} block={block} />);
}

function Block({ block }: { block: DocumentBlock }) {
  const { t } = useTranslation();
  switch (block.type) {
    case 'heading':
      return (
        <Title order={block.level === 2 ? 3 : 4} mt={block.level === 2 ? 'lg' : 'sm'}>
          {block.text}
        </Title>
      );
    case 'paragraph':
      return <Text style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>{block.text}</Text>;
    case 'keyValues':
      return (
        <Rows
          caption={block.caption}
          head={null}
          rows={block.rows.map(({ label, value }) => [label, value.text])}
          right={[]}
        />
      );
    case 'table':
      if (block.rows.length === 0)
        return <Rows caption={block.caption} head={null} rows={[[block.empty]]} right={[]} />;
      return (
        <Rows
          caption={block.caption}
          head={block.columns.map(({ label }) => label)}
          rows={block.rows.map((row) => row.map(({ text }) => text))}
          right={block.columns.map(({ isNumber }) => isNumber)}
        />
      );
    case 'signatures':
      return (
        <Rows
          caption={null}
          head={null}
          rows={block.lines.map(({ label, person, at }) => [
            label,
            [person ?? t('documents.unsigned'), at].filter(Boolean).join(' · '),
          ])}
          right={[]}
        />
      );
    case 'attachments':
      return (
        <Rows
          caption={block.caption}
          head={[t('documents.documentTitle'), t('documents.number'), t('documents.sha')]}
          rows={block.items.map(({ title, number, sha256 }) => [title, number, sha256])}
          right={[]}
        />
      );
  }
}

interface RowsProps {
  caption: string | null;
  head: string[] | null;
  rows: string[][];
  /** Columns of numbers. */
  right: boolean[];
}

function Rows({ caption, head, rows, right }: RowsProps) {
  const align = (column: number) => (right[column] ? 'right' : 'left');
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={caption ?? rows[0]?.[0]}>
      <Table captionSide="top">
        {caption && <Table.Caption>{caption}</Table.Caption>}
        {head && (
          <Table.Thead>
            <Table.Tr>
              {head.map((label, column) => (
                <Table.Th key={column} scope="col" ta={align(column)}>
                  {label}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
        )}
        <Table.Tbody>
          {rows.map((row, index) => (
            <Table.Tr key={index}>
              {row.map((text, column) =>
                column === 0 && row.length > 1 ? (
                  <Table.Th key={column} scope="row">
                    {text}
                  </Table.Th>
                ) : (
                  <Table.Td key={column} ta={align(column)} style={{ overflowWrap: 'anywhere' }}>
                    {text}
                  </Table.Td>
                ),
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
