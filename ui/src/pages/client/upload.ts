// Sending a file with its progress, which fetch can't tell.
import { problemOf, type Schemas, Unreachable } from '../../api/api';

/** Plan an import of `file`; `progress` hears the share that was sent, 0 to 1. Throws Problem or Unreachable. */
export const upload = (projectId: string, file: File, progress: (share: number) => void): Promise<Schemas['Plan']> =>
  send(`/api/client/projects/${projectId}/plans`, file, progress);

/** Bring a file for tasks to show; again changes nothing. As `upload` otherwise. */
export const bring = (projectId: string, file: File, progress: (share: number) => void): Promise<Schemas['MediaFile']> =>
  send(`/api/client/projects/${projectId}/media`, file, progress);

function send<T>(path: string, file: File, progress: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${path}?file_name=${encodeURIComponent(file.name)}`);
    request.responseType = 'json';
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = (event) => progress(event.loaded / event.total);
    request.onerror = request.onabort = () => reject(new Unreachable('the upload was cut off'));
    request.onload = () => {
      if (request.status < 400) resolve(request.response as T);
      else reject(problemOf(request.status, request.response));
    };
    request.send(file);
  });
}
