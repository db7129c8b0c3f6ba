/** The picture of our pages in a browser's tab: a door that is ajar. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1f5d6b"/><path d="M10 26V8.5A2.5 2.5 0 0 1 12.5 6H18l-6 3.5V26z" fill="#fff"/><path d="M13.5 10.4 20 6.8a1.4 1.4 0 0 1 2 1.2V26h-8.5z" fill="#7fc1cf"/><circle cx="19.3" cy="17.5" r="1.3" fill="#12333b"/></svg>`

/** Under this name it is never changed. */
export const iconPath = '/pages/icon-1.svg'
