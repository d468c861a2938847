// Sending a file with its progress, which fetch can't tell.
import { problemOf, type Schemas, Unreachable } from '../../api/api';

/** Plan an import of `file`; `progress` hears the share that was sent, 0 to 1. Throws Problem or Unreachable. */
export function upload(projectId: string, file: File, progress: (share: number) => void): Promise<Schemas['Plan']> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/client/projects/${projectId}/plans?file_name=${encodeURIComponent(file.name)}`);
    request.responseType = 'json';
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = (event) => progress(event.loaded / event.total);
    request.onerror = request.onabort = () => reject(new Unreachable('the upload was cut off'));
    request.onload = () => {
      if (request.status < 400) resolve(request.response as Schemas['Plan']);
      else reject(problemOf(request.status, request.response));
    };
    request.send(file);
  });
}
