package main

import (
	"fmt"
	"net/http"

	"github.com/elimity-com/scim/errors"
)

// The library has both errors ready, with a detail that names no value; whoever
// reads Okta's log needs to know which value it was.

func notUnique(format string, args ...any) error {
	return errors.ScimError{
		ScimType: errors.ScimTypeUniqueness,
		Detail:   fmt.Sprintf(format, args...),
		Status:   http.StatusConflict,
	}
}

func invalidValue(format string, args ...any) error {
	return errors.ScimError{
		ScimType: errors.ScimTypeInvalidValue,
		Detail:   fmt.Sprintf(format, args...),
		Status:   http.StatusBadRequest,
	}
}
