using System.Text.Json;
using System.Text.Json.Serialization;

namespace Masking.ModelFiles;

/// <summary>Writes values of an enum as their names in camel case, and reads only those.</summary>
internal sealed class EnumNameConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
