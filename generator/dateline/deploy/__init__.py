"""The output folder to where readers find it: a folder, a server, an object store or a branch."""
