package harness

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// verifiers is how many members are read at the same time.
const verifiers = 8

// mayJoin says why a group must not get the members that a request carries. Who
// is in the group already may stay.
func (w *wall) mayJoin(ctx context.Context, request *http.Request, op, id string, sent []byte) *Refusal {
	tenant := w.guard.tenantOf(request)
	open := w.open(tenant, joining(sent))
	if len(open) > many {
		w.walk(ctx, tenant, open)
		open = w.open(tenant, open)
	}
	if len(open) == 0 {
		return nil
	}
	refusals := make([]*Refusal, len(open))
	InParallel(verifiers, len(open), func(i int) { refusals[i] = w.verify(ctx, request, op, Users, open[i]) })
	for i, no := range refusals {
		if no != nil && !w.isIn(ctx, request, id, open[i]) {
			no.Why = fmt.Sprintf("it would make the user %q a member: %s", open[i], no.Why)
			return no
		}
	}
	return nil
}

// open are the users of whom nothing shows yet that they are the run's own.
func (w *wall) open(tenant string, users []string) (open []string) {
	for _, user := range users {
		if w.guard.knows(resource{tenant, Users, user}).evidence == doubtful && !w.isMadeUp(user) {
			open = append(open, user)
		}
	}
	return open
}

const (
	pageSize = 100
	many     = 10 // unknown members: for more, pages of the list are read first
	fewer    = 8  // reads by id that a page must be able to save
)

// walk looks for members in pages of the list, from its end, where what is new
// stands mostly. It costs a fraction of what reading each of them would.
func (w *wall) walk(ctx context.Context, tenant string, open []string) {
	page := func(start int) okta.Answer {
		w.counted()
		a := w.guard.page(ctx, tenant, start, pageSize)
		w.guard.shownInList(resource{tenant: tenant, kind: Users}, a)
		return a
	}
	first := page(1)
	total, ok := first.Total()
	if !ok {
		return
	}
	start := total + 1
	for range len(open) / fewer {
		if start = max(start-pageSize, 1); start == 1 || len(w.open(tenant, open)) == 0 {
			return
		}
		if a := page(start); !a.OK() {
			return
		}
	}
}

// isIn tells whether a fresh read of the group shows the member already.
func (w *wall) isIn(ctx context.Context, request *http.Request, group, user string) bool {
	if group == "" || request.Method == http.MethodPost {
		return false
	}
	w.counted()
	a := w.guard.read(ctx, w.guard.tenantOf(request), string(Groups), group)
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
