package okta

import "strings"

// merge puts the profile that Okta holds over a resource as read from the
// server, and keeps everything else that the server gave. The password and the
// groups of the profile are not part of a profile update.
func merge(read Resource, u User) Resource {
	out := read.Clone()
	for k, v := range u.Resource() {
		switch k {
		case "groups", "password", "active":
		case "schemas":
			out[k] = union(out[k], v)
		case "emails":
			if _, extra := u.Extra[k]; extra {
				out[k] = v
			} else {
				out[k] = mergeEmail(out[k], u.Email)
			}
		default:
			out[k] = over(out[k], v)
		}
	}
	if u.Active && inactive(out) {
		out["active"] = true
	}
	return out
}

// completed is a resource with what Okta adds to every PUT of a user: a list of
// groups, and the type of an e-mail address, where the server showed none.
func completed(r Resource) Resource {
	if _, there := r["groups"]; !there {
		r["groups"] = []any{}
	}
	emails, _ := r["emails"].([]any)
	for _, e := range emails {
		if one, ok := e.(map[string]any); ok && len(one) > 0 {
			if _, typed := one["type"]; !typed {
				one["type"] = "work"
			}
		}
	}
	return r
}

// inactive reads active leniently, as a boolean or as text.
func inactive(r Resource) bool {
	switch v := r["active"].(type) {
	case bool:
		return !v
	case string:
		return strings.EqualFold(v, "false")
	default:
		return false
	}
}

// over puts the members of an object over those that are there; any other value
// replaces.
func over(old, new any) any {
	was, ok := old.(map[string]any)
	is, both := new.(map[string]any)
	if !ok || !both {
		return new
	}
	for k, v := range is {
		was[k] = over(was[k], v)
	}
	return was
}

func union(old, new any) any {
	was, _ := old.([]any)
	is, _ := new.([]any)
	for _, v := range is {
		found := false
		for _, w := range was {
			a, aText := w.(string)
			b, bText := v.(string)
			found = found || aText && bText && strings.EqualFold(a, b)
		}
		if !found {
			was = append(was, v)
		}
	}
	return was
}

// mergeEmail sets the address of the primary e-mail, or else of the one for work,
// and adds it when there is neither.
func mergeEmail(old any, address string) any {
	was, _ := old.([]any)
	for _, is := range []func(map[string]any) bool{
		func(e map[string]any) bool { return e["type"] == "work" && e["primary"] == true },
		func(e map[string]any) bool { return e["primary"] == true },
		func(e map[string]any) bool { return e["type"] == "work" },
	} {
		for _, e := range was {
			if one, ok := e.(map[string]any); ok && is(one) {
				one["value"] = address
				return was
			}
		}
	}
	return append(was, map[string]any{"primary": true, "value": address, "type": "work"})
}
