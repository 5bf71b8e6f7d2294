/** A client's SETTINGS as the server has received them (RFC 9113 §6.5.2). */
export interface PeerSettings {
  headerTableSize?: number;
  enablePush?: boolean;
  initialWindowSize?: number;
  maxFrameSize?: number;
  maxConcurrentStreams?: number;
  maxHeaderListSize?: number;
  enableConnectProtocol?: boolean;
}

/** What became of the attempt to push. */
export type PushAttempt =
  | { outcome: 'pushed'; path: string }
  /** The client has switched pushes off, and Node did not let the frame out. */
  | { outcome: 'refused'; code: string; message: string }
  /** The connection speaks a version of HTTP that has no push. */
  | { outcome: 'impossible' };

/** Body of GET /live/push. */
export interface PushReport {
  httpVersion: '1.0' | '1.1' | '2.0';
  /** Null over HTTP/1, which has no settings. */
  settings: PeerSettings | null;
  pushAllowed: boolean;
  attempt: PushAttempt;
}

/** Body of POST /control/runs/:run/node-push: what a Node HTTP/2 client got for the same request. */
export interface NodePushReport {
  report: PushReport;
  /** The pushed answer; null where none came. */
  pushed: { path: string; status: number; body: string } | null;
}
