namespace Masking.Errors;

/// <summary>Formats the name of a type as in C#: <c>Step&lt;SkirmishPolicy.Actions&gt;</c>.</summary>
internal static class TypeText
{
    public static string Of(Type type)
    {
        string name = type.Name.Split('`')[0];
        string own = type.DeclaringType is { } outer ? $"{outer.Name.Split('`')[0]}.{name}" : name;
        Type[] arguments = type.DeclaringType is null ? type.GetGenericArguments() : [];
        return arguments.Length == 0 ? own : $"{own}<{string.Join(", ", arguments.Select(Of))}>";
    }
}
