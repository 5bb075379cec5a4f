import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import multer from 'multer';
import { ApiError } from '../../protocol/errors';
import type { Store } from '../../store/connect';
import type { AttachmentRecord } from '../../store/product/attachments';
import { invalidField } from '../validate';
import { safeName, sniff } from './fileTypes';

const MOST_BYTES = 10 * 1024 * 1024;

/** Reads the one file of a multipart request, field `file`, into memory. */
export const readUpload = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: MOST_BYTES, files: 1, fields: 0 },
  defParamCharset: 'utf8',
}).single('file');

interface Upload {
  file: Pick<AttachmentRecord, 'name' | 'size' | 'contentType' | 'sha256'>;
  content: Buffer;
}

/**
 * The file of a request, known by what it is and not by what it is called.
 * @throws ApiError `invalid_request` without a file, `unsupported_file` when its type isn't one of those allowed
 */
export function uploadOf({ file }: Request): Upload {
  if (!file) throw invalidField('file', 'Adjunte un archivo.');
  const type = sniff(file.buffer);
  if (!type) throw new ApiError('unsupported_file');
  const name = safeName(file.originalname, type.extension);
  const sha256 = createHash('sha256').update(file.buffer).digest('hex');
  return { file: { name, size: file.size, contentType: type.contentType, sha256 }, content: file.buffer };
}

/** Sends a stored file to be saved, never to be shown in our origin. */
export async function sendFile(store: Store, { id, name, contentType }: AttachmentRecord, response: Response) {
  const content = await store.attachments.content(id);
  response
    .attachment(name)
    .type(contentType)
    .setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
    .setHeader('Cache-Control', 'private, no-store')
    .send(content);
}
