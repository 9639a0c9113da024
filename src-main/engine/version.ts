/** The program's version, written beside each schema step and lock; a test holds it equal to package.json's. */
export const APP_VERSION = '0.1.0';
