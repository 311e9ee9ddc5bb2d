// Package control is a provider.Server for tests: named ways to behave are switched on and off while it runs, the
// latest requests are kept in a journal, and a handler for the operator does both over HTTP.
package control

import (
	"fmt"
	"net/http"

	"github.com/oktascim/oktascim/provider"
)

// Hook makes requests be served in another way; see provider.Options.
type Hook = func(*provider.Behaviors)

// Library is a set of named hooks, such as the faults.
type Library struct {
	Hooks func(ids ...string) ([]Hook, error) // an id that is unknown is an error; nil for an empty Library
	List  any                                 // what Admin tells of all of them, as JSON
}

func (l Library) find(ids []string) ([]Hook, error) {
	switch {
	case l.Hooks != nil:
		return l.Hooks(ids...)
	case len(ids) > 0:
		return nil, fmt.Errorf("control: nothing has the id %q", ids[0])
	default:
		return nil, nil
	}
}

// Options are those of the server, and what can be switched.
type Options struct {
	provider.Options
	Faults, Variants     Library
	OnFaults, OnVariants []string // ids that are on from the start and after a Reset
}

// Server is a provider.Server with switches and a journal.
type Server struct {
	*provider.Server
	options  Options
	switches switches
	journal  journal
}

// New makes a Server. Variants count before faults, so that a fault can spoil them too, and both after Options.Hooks.
func New(o Options) (*Server, error) {
	s := &Server{options: o}
	s.switches.faults, s.switches.variants = o.Faults.find, o.Variants.find
	if err := s.switches.set(o.OnFaults, o.OnVariants); err != nil {
		return nil, err
	}
	o.Options.Hooks = append(o.Options.Hooks[:len(o.Options.Hooks):len(o.Options.Hooks)], s.switches.hook)
	o.Options.Answered = s.journal.add
	var err error
	s.Server, err = provider.New(o.Options)
	return s, err
}

// Reset is that of the provider.Server, and brings faults, variants and journal back to how New left them.
func (s *Server) Reset() error {
	if err := s.switches.set(s.options.OnFaults, s.options.OnVariants); err != nil {
		return err
	}
	s.journal.clear()
	return s.Server.Reset()
}

// SetFaults turns these faults on for every request, and all others off.
func (s *Server) SetFaults(ids ...string) error { return s.switches.setFaults(ids) }

// SetFaultsFor turns these faults on for the next n requests; what else is on stays on.
func (s *Server) SetFaultsFor(n int, ids ...string) error { return s.switches.count(n, ids) }

// SetVariants turns these variants on, and all others off.
func (s *Server) SetVariants(ids ...string) error { return s.switches.setVariants(ids) }

// Journal lists the latest 1,000 requests, oldest first. It is kept from the first call of Admin on.
func (s *Server) Journal() []Entry { return s.journal.list() }

var _ http.Handler = (*Server)(nil)
