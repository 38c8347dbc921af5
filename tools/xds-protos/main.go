// SPDX-License-Identifier: Apache-2.0

// Writes the descriptors of the part of Envoy's API that Causeway speaks, as one FileDescriptorSet, to the file named
// as its argument. They come from the Go module that Envoy's maintainers publish, held to its hash by go.sum.
// Custom options (validation rules, annotations) are left out, and so are the files that nothing else needs: they
// would triple what a start has to load. Run on an upgrade of Envoy's API only:
//
//	cd tools/xds-protos && go run . ../../proto/envoy.binpb && cd ../.. && npm run gen
package main

import (
	"fmt"
	"os"
	"sort"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
)

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: xds-protos OUTPUT"))
	}
	files := map[string]*descriptorpb.FileDescriptorProto{}
	for _, root := range roots {
		if err := add(files, root); err != nil {
			fail(err)
		}
	}
	set := &descriptorpb.FileDescriptorSet{}
	done := map[string]bool{}
	for _, path := range sortedKeys(files) {
		appendInOrder(set, files, done, path)
	}
	bytes, err := proto.MarshalOptions{Deterministic: true}.Marshal(set)
	if err != nil {
		fail(err)
	}
	if err := os.WriteFile(os.Args[1], bytes, 0o644); err != nil {
		fail(err)
	}
	fmt.Printf("%d files, %d bytes\n", len(set.File), len(bytes))
}

// add puts a file and what its types need into files, without custom options.
func add(files map[string]*descriptorpb.FileDescriptorProto, path string) error {
	if files[path] != nil {
		return nil
	}
	descriptor, err := protoregistry.GlobalFiles.FindFileByPath(path)
	if err != nil {
		return fmt.Errorf("%s: import its package in roots.go: %w", path, err)
	}
	file := protodesc.ToFileDescriptorProto(descriptor)
	file.Options = nil
	clearExtensions(file.ProtoReflect())
	file.PublicDependency, file.WeakDependency = nil, nil
	file.Dependency = neededBy(descriptor)
	files[path] = file
	for _, dependency := range file.Dependency {
		if err := add(files, dependency); err != nil {
			return err
		}
	}
	return nil
}

// clearExtensions removes custom options from a descriptor and everything in it.
func clearExtensions(message protoreflect.Message) {
	message.SetUnknown(nil)
	message.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		switch {
		case field.IsExtension():
			message.Clear(field)
		case field.Message() == nil:
		case field.IsList():
			for i := range value.List().Len() {
				clearExtensions(value.List().Get(i).Message())
			}
		default:
			clearExtensions(value.Message())
		}
		return true
	})
}

// neededBy lists the files that define the types of a file's fields and methods.
func neededBy(file protoreflect.FileDescriptor) []string {
	needed := map[string]bool{}
	use := func(descriptor protoreflect.Descriptor) {
		if path := descriptor.ParentFile().Path(); path != file.Path() {
			needed[path] = true
		}
	}
	var visit func(messages protoreflect.MessageDescriptors)
	visit = func(messages protoreflect.MessageDescriptors) {
		for i := range messages.Len() {
			fields := messages.Get(i).Fields()
			for j := range fields.Len() {
				if message := fields.Get(j).Message(); message != nil {
					use(message)
				}
				if enum := fields.Get(j).Enum(); enum != nil {
					use(enum)
				}
			}
			visit(messages.Get(i).Messages())
		}
	}
	visit(file.Messages())
	for i := range file.Services().Len() {
		methods := file.Services().Get(i).Methods()
		for j := range methods.Len() {
			use(methods.Get(j).Input())
			use(methods.Get(j).Output())
		}
	}
	return sortedKeys(needed)
}

// appendInOrder appends a file after the files that it depends on.
func appendInOrder(
	set *descriptorpb.FileDescriptorSet,
	files map[string]*descriptorpb.FileDescriptorProto,
	done map[string]bool,
	path string,
) {
	if done[path] {
		return
	}
	done[path] = true
	for _, dependency := range files[path].Dependency {
		appendInOrder(set, files, done, dependency)
	}
	set.File = append(set.File, files[path])
}

func sortedKeys[V any](set map[string]V) []string {
	keys := make([]string, 0, len(set))
	for key := range set {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "xds-protos:", err)
	os.Exit(1)
}
