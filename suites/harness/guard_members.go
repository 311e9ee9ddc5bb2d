package harness

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
)

// verifiers is how many members are read at the same time.
const verifiers = 8

// mayJoin says why a group must not get the members that a request carries: a
// membership can give somebody a role. Who is in the group already may stay.
func (w *wall) mayJoin(request *http.Request, op string, kind Kind, id string, sent []byte) *Refusal {
	var open []string
	for _, user := range joining(sent) {
		r := resource{w.guard.tenantOf(request), Users, user}
		w.guard.mu.Lock()
		known := w.guard.known[r]
		w.guard.mu.Unlock()
		if !known.verified && !w.isMadeUp(user) {
			open = append(open, user)
		}
	}
	if len(open) == 0 {
		return nil
	}
	refusals := make([]*Refusal, len(open))
	var all sync.WaitGroup
	for worker := range min(verifiers, len(open)) {
		all.Go(func() {
			for i := worker; i < len(open); i += verifiers {
				refusals[i] = w.verify(request, op, Users, open[i])
			}
		})
	}
	all.Wait()
	for i, no := range refusals {
		if no != nil && !w.isIn(request, kind, id, open[i]) {
			no.Why = fmt.Sprintf("it would make the user %q a member: %s", open[i], no.Why)
			return no
		}
	}
	return nil
}

// isIn tells whether a fresh read of the group shows the member already.
func (w *wall) isIn(request *http.Request, kind Kind, group, user string) bool {
	if group == "" || request.Method == http.MethodPost {
		return false
	}
	a := w.guard.read(request.Context(), w.guard.tenantOf(request), string(kind), group)
	members, _ := a.Resource["members"].([]any)
	for _, m := range members {
		object, _ := m.(map[string]any)
		if value, _ := object["value"].(string); value == user {
			return true
		}
	}
	return false
}

// joining are the ids of all users that a body puts into a group: those of
// members in a resource and in operations that are not a remove. A body that
// is no JSON puts nobody anywhere.
func joining(sent []byte) []string {
	var body map[string]any
	if json.Unmarshal(sent, &body) != nil {
		return nil
	}
	ids := idsOf(member(body, "members"))
	operations, _ := member(body, "Operations").([]any)
	for _, o := range operations {
		operation, _ := o.(map[string]any)
		op, _ := member(operation, "op").(string)
		path, _ := member(operation, "path").(string)
		if strings.EqualFold(op, "remove") {
			continue
		}
		value := member(operation, "value")
		if strings.HasPrefix(strings.ToLower(path), "members") {
			ids = append(ids, idsOf(value)...)
		} else if object, ok := value.(map[string]any); ok {
			ids = append(ids, idsOf(member(object, "members"))...)
		}
	}
	return ids
}

// idsOf are the values of a list of members, or of one.
func idsOf(v any) []string {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var ids []string
	for _, e := range list {
		object, _ := e.(map[string]any)
		if id, _ := member(object, "value").(string); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}
