// Preloaded by every npm script, before any TypeScript is read: an older Node cannot read it and would fail unclearly.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `La Chan needs Node 22.18 or newer (this is ${process.versions.node}). "npm ci" brings Node 24 along: use "npm start".\n`,
  )
  process.exit(1)
}
