package suites

import "slices"

// readers are the checks that send GET and nothing else, whatever the tenant
// holds: they can be run against a deployment that must not be changed. A test
// compares the list with what the checks really send.
var readers = []string{
	"connector.users.answer", "connector.users.no-hit", "connector.groups.answer", "connector.groups.bare", "connector.groups.fast", "connector.groups.no-hit",
	"auth.refused.*", "auth.scheme-case", "auth.good-after-bad", "auth.unknown-id", "auth.error.*", "auth.revoked.refused", "auth.revoked.successor",
	"users.lookup.miss", "users.lookup.miss-empty-list", "users.lookup.special-miss",
	"errors.unknown.user-read", "errors.unknown.status", "errors.unknown.group-read", "errors.filter.status", "errors.body.filter", "errors.status-text", "errors.endpoint",
	"headers.identity",
}

// Reads tells whether the check sends GET and nothing else.
func (c Check) Reads() bool { return matchesAny(readers, c.ID) }

// Readers are the checks that send GET and nothing else.
func Readers(checks []Check) []Check {
	return slices.DeleteFunc(slices.Clone(checks), func(c Check) bool { return !c.Reads() })
}
