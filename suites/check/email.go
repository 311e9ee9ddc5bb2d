package check

import (
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// SameEmailBut has the problems of an e-mail whose address alone was changed,
// from one to another: `primary` and `type` are as they were with the old
// address. What was not shown before is free.
func SameEmailBut(before, after okta.Resource, from, to string) []Problem {
	was, is := email(before, from), email(after, to)
	if is == nil {
		return differs("emails", to+" among the addresses", after["emails"])
	}
	var out []Problem
	for _, member := range []string{"primary", "type"} {
		if empty(was[member]) || strings.EqualFold(text(was[member]), text(is[member])) && sameKind(was[member], is[member]) {
			continue
		}
		out = append(out, differs("emails[value eq \""+to+"\"]."+member, show(was[member])+", as before", is[member])...)
	}
	return out
}

func email(r okta.Resource, address string) map[string]any {
	for _, e := range Elements(r, "emails") {
		if strings.EqualFold(text(e["value"]), address) {
			return e
		}
	}
	return nil
}
