package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/oktascim/oktascim/provider"
)

// Admin returns the handler for the operator of the server, not for SCIM clients: it asks for no credentials, so it
// belongs on a listener of its own. All bodies are JSON; an error is {"error": "…"} with a 4xx.
//
//	GET    /                what is on, and how much there is in each tenant
//	POST   /reset           back to how the server started
//	POST   /seed            {"count": 250, "tenant": ""}: add people
//	GET    /faults          all faults
//	PUT    /faults          {"on": ["ID"]}: these for every request, all others off
//	PUT    /faults          {"on": ["ID"], "requests": 3}: these too for the next 3 requests
//	DELETE /faults          all off
//	GET    /variants        all variants
//	PUT    /variants        {"on": ["ID"]}: these and no others
//	DELETE /variants        all off
//	POST   /tokens/rotate   {"old": "…", "new": "…"}
//	PUT    /seats           {"limit": 12}; 0 for no limit
//	PUT    /roles           {"attribute": "roles", "default": "Viewer", "groups": [{"group": "…", "role": "…"}]}; null for none
//	GET    /journal         the latest 1,000 requests to the SCIM endpoints since Admin was called
//	DELETE /journal         forget them
func (s *Server) Admin() http.Handler {
	s.journal.on.Store(true)
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", adminCall(func(struct{}) (any, error) { return s.state() }))
	mux.Handle("POST /reset", adminCall(func(struct{}) (any, error) { return nil, s.Reset() }))
	mux.Handle("POST /seed", adminCall(func(in adminSeed) (any, error) { return nil, s.Seed(in.Tenant, in.Count) }))
	mux.Handle("GET /faults", adminCall(func(struct{}) (any, error) { return s.options.Faults.List, nil }))
	mux.Handle("PUT /faults", adminCall(func(in adminSwitch) (any, error) { return nil, s.switchFaults(in) }))
	mux.Handle("DELETE /faults", adminCall(func(struct{}) (any, error) { return nil, s.SetFaults() }))
	mux.Handle("GET /variants", adminCall(func(struct{}) (any, error) { return s.options.Variants.List, nil }))
	mux.Handle("PUT /variants", adminCall(func(in adminSwitch) (any, error) { return nil, s.SetVariants(in.On...) }))
	mux.Handle("DELETE /variants", adminCall(func(struct{}) (any, error) { return nil, s.SetVariants() }))
	mux.Handle("POST /tokens/rotate", adminCall(func(in adminRotate) (any, error) {
		return nil, s.RotateToken(in.Old, in.New)
	}))
	mux.Handle("PUT /seats", adminCall(func(in adminSeats) (any, error) { return nil, s.SetSeatLimit(in.Limit) }))
	mux.Handle("PUT /roles", adminCall(func(in *provider.RoleMap) (any, error) { return nil, s.SetRoles(in) }))
	mux.Handle("GET /journal", adminCall(func(struct{}) (any, error) { return s.Journal(), nil }))
	mux.Handle("DELETE /journal", adminCall(func(struct{}) (any, error) { s.journal.clear(); return nil, nil }))
	return mux
}

type adminSeed struct {
	Count  int    `json:"count"`
	Tenant string `json:"tenant"`
}

type adminSwitch struct {
	On       []string `json:"on"`
	Requests int      `json:"requests"`
}

type adminRotate struct {
	Old string `json:"old"`
	New string `json:"new"`
}

type adminSeats struct {
	Limit int `json:"limit"`
}

func (s *Server) switchFaults(in adminSwitch) error {
	if in.Requests != 0 {
		return s.SetFaultsFor(in.Requests, in.On...)
	}
	return s.SetFaults(in.On...)
}

// adminCall reads the body into an In, and writes what the function returns: 204 for nil.
func adminCall[In any](do func(In) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in In
		d := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20))
		d.DisallowUnknownFields()
		if err := d.Decode(&in); err != nil && !errors.Is(err, io.EOF) {
			answerAdmin(w, http.StatusBadRequest, provider.Object{"error": fmt.Sprintf("body: %v", err)})
			return
		}
		out, err := do(in)
		switch {
		case err != nil:
			answerAdmin(w, http.StatusBadRequest, provider.Object{"error": err.Error()})
		case out == nil:
			w.WriteHeader(http.StatusNoContent)
		default:
			answerAdmin(w, http.StatusOK, out)
		}
	})
}

func answerAdmin(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	e.Encode(body)
}

// State is what the server holds and what is switched on.
type State struct {
	Faults    []string               `json:"faults"`
	Counted   map[string]int         `json:"faults_for_requests"` // fault → requests left
	Variants  []string               `json:"variants"`
	SeatLimit int                    `json:"seat_limit"`
	Roles     *provider.RoleMap      `json:"roles"`
	Tenants   map[string]TenantState `json:"tenants"`
}

// TenantState counts the resources of one tenant.
type TenantState struct {
	Users  int `json:"users"`
	Active int `json:"active"`
	Groups int `json:"groups"`
}

func (s *Server) state() (State, error) {
	settings := s.Settings()
	state := State{SeatLimit: settings.SeatLimit, Roles: settings.Roles, Tenants: map[string]TenantState{}}
	on, counted := s.switches.state()
	state.Faults, state.Variants, state.Counted = on.faults, on.variants, counted
	for _, tenant := range s.Tenants() {
		err := s.Storage().Read(tenant, func(tx provider.Tx) error {
			state.Tenants[tenant] = TenantState{
				Users: tx.Count(provider.KindUser), Active: tx.Active(), Groups: tx.Count(provider.KindGroup),
			}
			return nil
		})
		if err != nil {
			return State{}, err
		}
	}
	return state, nil
}
