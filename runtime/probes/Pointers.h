#pragma once

#include <v8.h>

namespace loopscope {

/// A pointer of ours as a value that a function of JavaScript carries with it, and back. Thread: a JS thread. The object is not owned.
template <class T> v8::Local<v8::External> pointerTo(v8::Isolate* isolate, T* object)
{
#if V8_MAJOR_VERSION > 13
    return v8::External::New(isolate, object, v8::kExternalPointerTypeTagDefault);
#else
    return v8::External::New(isolate, object);
#endif
}

template <class T> T* objectOf(v8::Local<v8::Value> value)
{
#if V8_MAJOR_VERSION > 13
    return static_cast<T*>(value.As<v8::External>()->Value(v8::kExternalPointerTypeTagDefault));
#else
    return static_cast<T*>(value.As<v8::External>()->Value());
#endif
}

/// What somebody put into a field of an object that JavaScript does not see.
inline void* alignedPointerIn(v8::Local<v8::Object> object, int field)
{
#if V8_MAJOR_VERSION > 13
    return object->GetAlignedPointerFromInternalField(field, v8::kEmbedderDataTypeTagDefault);
#else
    return object->GetAlignedPointerFromInternalField(field);
#endif
}

/// The object that the function called carries.
template <class T> T* objectOf(const v8::FunctionCallbackInfo<v8::Value>& info) { return objectOf<T>(info.Data()); }

} // namespace loopscope
