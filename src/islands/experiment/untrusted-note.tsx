/** The HTTP/2 origin is up, and this browser refuses to speak to it. */
export function UntrustedNote() {
  return (
    <p class="trouble">
      Your browser does not trust the certificate of the HTTP/2 origin yet, so nothing can be asked
      there. <a href="/trust/">Let it trust the course’s own certificate authority</a>, then press
      Run again.
    </p>
  );
}
