using System.Reflection;

namespace Masking.Generators.Tests;

/// <summary>All objects that can be reached from some, through fields of every visibility and elements of collections.</summary>
internal sealed class ObjectGraph
{
    private readonly HashSet<object> _objects = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyCollection<object> Objects => _objects;

    public static ObjectGraph Of(IEnumerable<object> roots)
    {
        ObjectGraph graph = new();
        foreach (object root in roots)
        {
            graph.Walk(root);
        }

        return graph;
    }

    private void Walk(object? value)
    {
        if (value is null or string or Type or MemberInfo or Pointer || value.GetType().IsPrimitive || !_objects.Add(value))
        {
            return;
        }

        if (value is Array array)
        {
            foreach (object? item in array)
            {
                Walk(item);
            }

            return;
        }

        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (
                FieldInfo field in type.GetFields(
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
                )
            )
            {
                Walk(field.GetValue(value));
            }
        }
    }
}
