package faulty

import (
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/oktascim/oktascim/provider"
)

// What faults of several categories do with values, resources and errors.

// nullAsText stores a word for each null that stands for a text.
func nullAsText(op provider.Operation, word string) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Normalize
		b.Normalize = func(rq *Request, in Object) (Object, error) {
			if !rq.IsUser() || rq.Operation != op {
				return next(rq, in)
			}
			written := make(Object, len(in))
			for key, v := range in {
				a := rq.Type.Attribute(key)
				switch {
				case a == nil || a.IsReadOnly() || a.Required || a.MultiValued:
				case a.Type == "complex":
					v = nullsAsText(v, word)
				case a.Type == "string" && v == nil && a.Mutability != "writeOnly":
					v = word
				}
				written[key] = v
			}
			return next(rq, written)
		}
	}
}

// nullsAsText does it within a complex value.
func nullsAsText(v any, word string) any {
	o, ok := v.(Object)
	if !ok {
		return v
	}
	written := make(Object, len(o))
	for key, x := range o {
		if x == nil {
			x = word
		}
		written[key] = x
	}
	return written
}

// restate gives an error another status, in its body too.
func restate(answer *Response, body Object, status int) {
	answer.Status = status
	body["status"] = strconv.Itoa(status)
}

// similar gives the other groups whose names begin with that of a group.
func similar(tx Tx, group *Resource) []*Resource {
	var found []*Resource
	for _, other := range tx.List(provider.KindGroup, 0, tx.Count(provider.KindGroup)) {
		if other.ID != group.ID && strings.HasPrefix(other.Name(), group.Name()) {
			found = append(found, other)
		}
	}
	return found
}

// like is SQL's LIKE, with * as another sign for any text.
func like(pattern, s string) bool {
	expression := regexp.QuoteMeta(pattern)
	expression = strings.NewReplacer("%", ".*", `\*`, ".*", "_", ".").Replace(expression)
	ok, err := regexp.MatchString("(?s)^"+expression+"$", s)
	return ok && err == nil
}

// asksFor tells whether a PUT or PATCH of a user states this value of active.
func asksFor(rq *Request, active bool) bool {
	if rq.Operation == provider.OpReplace {
		return rq.Body["active"] == active
	}
	ops, _ := rq.Do.ParsePatch(rq, rq.Body)
	for _, op := range ops {
		if v, ok := op.Sets("active"); ok && v == active {
			return true
		}
	}
	return false
}

// clearMembers takes everybody out of a group.
func clearMembers(tx Tx, group string) {
	for _, id := range slices.Collect(tx.Members(group)) {
		tx.RemoveMember(group, id)
	}
}

// setActive changes a user whom the request does not name.
func setActive(tx Tx, user *Resource, active bool) {
	user = user.Clone()
	user.Attributes["active"] = active
	tx.Put(user)
}

// userNameAsked gives the userName of Okta's look-up, userName eq "…".
func userNameAsked(rq *Request, f *Filter, err error) (string, bool) {
	if err != nil || f == nil || !rq.IsUser() {
		return "", false
	}
	return f.Equals("userName")
}

func withoutTag(address string) string {
	local, domain, _ := strings.Cut(address, "@")
	local, _, _ = strings.Cut(local, "+")
	return local + "@" + domain
}

func withoutDots(address string) string {
	local, domain, _ := strings.Cut(address, "@")
	return strings.ReplaceAll(local, ".", "") + "@" + domain
}

// withoutText copies a list without one text.
func withoutText(list []string, gone string) []string {
	var kept []string
	for _, s := range list {
		if s != gone {
			kept = append(kept, s)
		}
	}
	return kept
}

func eachText(v any, check func(string) error) error {
	switch v := v.(type) {
	case string:
		return check(v)
	case Object:
		for _, x := range v {
			if err := eachText(x, check); err != nil {
				return err
			}
		}
	case []any:
		for _, x := range v {
			if err := eachText(x, check); err != nil {
				return err
			}
		}
	}
	return nil
}

// conflictOf gives the 409 in an error, nil when it is something else.
func conflictOf(err error) *Error {
	var refused *Error
	if errors.As(err, &refused) && refused.Status == http.StatusConflict {
		return refused
	}
	return nil
}

// namesakes gives the other users with that userName, whatever the case.
func namesakes(tx Tx, r *Resource) []*Resource {
	key, _ := provider.KeyFor("userName", r.Name())
	var others []*Resource
	for _, other := range tx.Find(provider.KindUser, key) {
		if other.ID != r.ID {
			others = append(others, other)
		}
	}
	return others
}

// setOrClear sets an attribute; nil takes it away.
func setOrClear(o Object, name string, v any) {
	if v == nil {
		delete(o, name)
	} else {
		o[name] = v
	}
}

// mapTexts changes every text in a value and below.
func mapTexts(v any, change func(string) string) any {
	switch v := v.(type) {
	case string:
		return change(v)
	case Object:
		for name, x := range v {
			v[name] = mapTexts(x, change)
		}
	case []any:
		for i, x := range v {
			v[i] = mapTexts(x, change)
		}
	}
	return v
}

func nameTaken(r *Resource) error {
	return provider.Refuse(http.StatusConflict, "uniqueness", "The userName %s is taken.", strconv.Quote(r.Name()))
}

// orNil is a conflict as an error, nil for none.
func orNil(conflict *Error) error {
	if conflict == nil {
		return nil
	}
	return conflict
}
