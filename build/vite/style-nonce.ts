/**
 * Stands in the bundle for the `get-nonce` package, through which scroll locks of dialogs get the
 * nonce of their style element: the page's own, which every load carries in a meta element.
 */
type Page = { querySelector(selector: string): { nonce?: string } | null };

export function getNonce(): string | undefined {
  const { document } = globalThis as unknown as { document: Page };
  return document.querySelector('meta[property="csp-nonce"]')?.nonce;
}

/** Part of the replaced package's face; the nonce is never set by hand. */
export function setNonce(): void {}
