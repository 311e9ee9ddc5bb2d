package harness

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// mayWrite says why a resource must not be changed or deleted; nil lets it be.
func (w *wall) mayWrite(ctx context.Context, request *http.Request, op string, kind Kind, id string, sent []byte) *Refusal {
	if userName, ok := w.permits(id); ok && kind == Users {
		if request.Method == http.MethodDelete || deactivates(sent) {
			return &Refusal{Op: op, Why: fmt.Sprintf("the account %q was not made by this run: it is neither deactivated nor deleted", userName)}
		}
	}
	return w.verify(ctx, request, op, kind, id)
}

// verify says why a resource does not count as the run's own; nil when it does
// or when there is none.
func (w *wall) verify(ctx context.Context, request *http.Request, op string, kind Kind, id string) *Refusal {
	g := w.guard
	r := resource{g.tenantOf(request), kind, id}
	known := g.knows(r)
	if known.evidence >= verified {
		return nil
	}
	var a okta.Answer
	look := func() bool {
		w.counted()
		a = g.read(ctx, r.tenant, string(kind), id)
		w.failures.enter(a)
		return a.OK() && a.Resource != nil
	}
	if known.made && !known.owned { // it may appear late
		g.settler.Wait(ctx, "verify", look)
	} else {
		look()
	}
	return w.weigh(op, r, known, a)
}

// weigh judges a resource by a fresh read of it.
func (w *wall) weigh(op string, r resource, known sight, a okta.Answer) *Refusal {
	at := "GET /" + string(r.kind) + "/" + r.id
	shown := appearance(a)
	switch {
	case shown.none():
		if known.made && !known.owned {
			return &Refusal{Op: op, Why: fmt.Sprintf("%s does not show what the create answered (%s): it may be somebody else's", at, says(a))}
		}
		if known.owned || w.isMadeUp(r.id) || a.Err == nil && a.Status/100 == 4 && w.guard.ownedElsewhere(r) || a.Err == nil && nothingThere(a.Status) {
			return nil
		}
		return &Refusal{Op: op, Why: fmt.Sprintf("%s does not show whose it is (%s)", at, says(a))}
	case shown.id != "" && shown.id != r.id:
		return &Refusal{Op: op, Why: fmt.Sprintf("%s shows the resource with the id %q, %s", at, shown.id, shown.called()), Stranger: true}
	}
	if w.own(r, known, shown) {
		return nil
	}
	return &Refusal{Op: op, Why: fmt.Sprintf("%s shows %s, which this run did not make", at, shown.called()), Stranger: true}
}

// own tells whether the names that a resource shows make it the run's own, and
// remembers it.
func (w *wall) own(r resource, known sight, shown appearing) bool {
	g := w.guard
	if sure := g.weight(r, known, shown); sure >= verified {
		g.learn(r, func(s *sight) { s.evidence, s.owned = sure, true })
		return true
	}
	if known.made && known.nameless && shown.userName == "" && shown.displayName == "" {
		return true
	}
	userName, ok := w.permits(r.id)
	return ok && r.kind == Users && strings.EqualFold(userName, shown.userName)
}

// ownedElsewhere tells whether the run's own resource of another tenant has the
// id, which this tenant may neither show nor deny.
func (g *Guard) ownedElsewhere(r resource) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, tenant := range []string{"", otherTenant} {
		if known := g.known[resource{tenant, r.kind, r.id}]; tenant != r.tenant && (known.owned || known.made) {
			return true
		}
	}
	return false
}

// nothingThere tells whether a status says that an id leads nowhere: unknown, or
// of a form that no id of this server has.
func nothingThere(status int) bool {
	return status >= 400 && status < 500 && status != http.StatusUnauthorized && status != http.StatusForbidden &&
		status != http.StatusTooManyRequests
}

// says is what an answer without a resource said.
func says(a okta.Answer) string {
	if a.Err != nil {
		return a.Err.Error()
	}
	return fmt.Sprintf("status %d, no resource", a.Status)
}

// deactivates tells whether a body sets active to false, as a PUT or a PATCH.
func deactivates(sent []byte) bool {
	var body any
	if json.Unmarshal(sent, &body) != nil {
		return false
	}
	object, _ := body.(map[string]any)
	if inactive(object) {
		return true
	}
	operations, _ := member(object, "Operations").([]any)
	for _, o := range operations {
		operation, _ := o.(map[string]any)
		value, _ := member(operation, "value").(map[string]any)
		path, _ := member(operation, "path").(string)
		if inactive(value) || strings.EqualFold(path, "active") && isFalse(member(operation, "value")) {
			return true
		}
	}
	return false
}

func inactive(object map[string]any) bool { return isFalse(member(object, "active")) }

func isFalse(v any) bool {
	text, isText := v.(string)
	return v == false || isText && strings.EqualFold(text, "false")
}

// member is the value of a JSON member, whatever its case.
func member(object map[string]any, name string) any {
	if v, ok := object[name]; ok {
		return v
	}
	for k, v := range object {
		if strings.EqualFold(k, name) {
			return v
		}
	}
	return nil
}
