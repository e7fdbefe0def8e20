using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Masking.Runtime.Tests.Parts;

/// <summary>
/// TorchSharp finds the modules of a part by reflection on its fields. Ahead-of-time compilation must not remove the fields, because the
/// part would not be trained.
/// </summary>
public sealed class CustomPartFieldTests
{
    /// <summary>The base classes of custom parts.</summary>
    public static TheoryData<Type> Parts { get; } =
    [
        .. typeof(VectorEncoder).Assembly.GetExportedTypes()
            .Where(type => type.IsAbstract && type.IsSubclassOf(typeof(TorchSharp.torch.nn.Module)))
            .Where(type => type.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic).Any(constructor => constructor.IsFamily))
            .Where(type => !Registration(type).IsFinal),
    ];

    [Fact]
    public void BaseClassesOfCustomParts_AreListed() =>
        Assert.Equal(
            [
                "ActionValueHead`1", "ChoiceHead`1", nameof(EntityEncoder), nameof(GridEncoder), nameof(PolicyCore), nameof(RecurrentCore),
                nameof(VectorEncoder),
            ],
            Parts.Select(row => row.Data.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Parts))]
    public void FieldsOfDerivedTypes_AreKept(Type part)
    {
        DynamicallyAccessedMembersAttribute? kept = part.GetCustomAttribute<DynamicallyAccessedMembersAttribute>(inherit: false);

        Assert.Equal(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields, kept?.MemberTypes);
        Assert.Equal(part, Registration(part).DeclaringType);
    }

    private static MethodInfo Registration(Type part) =>
        part.GetMethod("RegisterComponents", BindingFlags.Instance | BindingFlags.NonPublic)!;
}
