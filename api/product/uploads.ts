import type { Request, Response } from 'express';
import multer from 'multer';
import { ApiError } from '../../protocol/errors';
import { factsOfFile } from '../../store/product/attachments';
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
  file: ReturnType<typeof factsOfFile>;
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
  return { file: factsOfFile(name, type.contentType, file.buffer), content: file.buffer };
}

interface FileHead {
  name: string;
  contentType: string;
}

/** Sends a stored file to be saved, never to be shown in our origin. */
export function sendFile(response: Response, { name, contentType }: FileHead, content: Buffer): void {
  response
    .attachment(name)
    .type(contentType)
    .setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
    .setHeader('Cache-Control', 'private, no-store')
    .send(content);
}
