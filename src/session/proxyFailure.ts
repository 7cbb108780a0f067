/** Why a socket did not open, when that is an HTTP proxy's doing: the `cause` of the socket's error. */
export class ProxyFailure extends Error {
  /**
   * @param proxy its host and port, without the name and the password.
   * @param status what it answered; absent: it could not be reached, as `options.cause` says.
   */
  constructor(
    readonly proxy: string,
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(status === undefined ? `no way to the proxy ${proxy}` : `the proxy ${proxy} answered ${status}`, options);
    this.name = 'ProxyFailure';
  }
}
