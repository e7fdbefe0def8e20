using System.Reflection;
using Masking.Policies.Tests;

namespace Masking.Onnx.Tests;

/// <summary>The declared policies of the other tests, by their names.</summary>
internal static class DeclaredPolicies
{
    /// <summary>The most entities of sets whose entities choose distinctly.</summary>
    private const int Slots = 5;

    /// <summary>Policies with wrong parts on purpose, and those whose parts a test sets.</summary>
    private static readonly HashSet<Type> Wrong =
        [typeof(TruantPolicy), typeof(TruantRecurrentPolicy), typeof(MisfitPolicy), typeof(UnevenPolicy)];

    /// <summary>The policies and networks of action values.</summary>
    public static IReadOnlyDictionary<string, Type> All { get; } = typeof(DeclaredPolicies).Assembly.GetTypes()
        .Where(type => !type.ContainsGenericParameters && !Wrong.Contains(type) && IsOfTheOtherTests(type))
        .Append(typeof(Arena.Ring<string>.BoutPolicy<Version>))
        .Where(type => ArgumentsOf(type, typeof(MaskedPolicy<,,>)) is not null || IsValueNetwork(type))
        .ToDictionary(type => type.Name.Split('`')[0]);

    /// <summary>Whether a class is a network of action values.</summary>
    public static bool IsValueNetwork(Type type) => ArgumentsOf(type, typeof(MaskedValueNetwork<,,>)) is not null;

    /// <summary>The type arguments of a generic base class; null if the type has another base class.</summary>
    public static Type[]? ArgumentsOf(Type? type, Type definition) => type is null ? null
        : type.IsGenericType && type.GetGenericTypeDefinition() == definition ? type.GetGenericArguments()
        : ArgumentsOf(type.BaseType, definition);

    /// <summary>Creates a policy, and passes it to a generic method, whose type arguments are those of its base class.</summary>
    /// <param name="name">The name of the policy.</param>
    /// <param name="tests">The class with the methods.</param>
    /// <param name="ofPolicy">The name of the method for a policy.</param>
    /// <param name="ofValues">The name of the method for a network of action values.</param>
    /// <param name="arguments">The further arguments of the method for a policy.</param>
    public static void Pass(string name, Type tests, string ofPolicy, string ofValues, params object[] arguments)
    {
        Type type = All[name];

        // The policy is not disposed, because one of them shares a part with later instances.
        object policy = Activator.CreateInstance(type)!;
        bool isValueNetwork = IsValueNetwork(type);
        tests.GetMethod(isValueNetwork ? ofValues : ofPolicy, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(ArgumentsOf(type, isValueNetwork ? typeof(MaskedValueNetwork<,,>) : typeof(MaskedPolicy<,,>))!)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, isValueNetwork ? [policy] : [policy, .. arguments], null);
    }

    /// <summary>The options with which a policy can be exported: a number of entities where their choices are distinct.</summary>
    public static OnnxOptions OptionsOf(PolicyDeclaration declaration) => new()
    {
        Entities = declaration.Actors.Where(actor => actor.Heads.Any(head => head.IsDistinct))
            .ToDictionary(actor => actor.Each!, _ => Slots),
    };

    private static bool IsOfTheOtherTests(Type type) =>
        type.Namespace?.StartsWith("Masking.Policies.Tests", StringComparison.Ordinal) is true;
}
