// Package kit is what the body of a check works with: T, users and groups of its own, fresh reads of each view, facts
// about the app that are found out once a run, and the type Check itself. Nothing registers at import.
package kit
