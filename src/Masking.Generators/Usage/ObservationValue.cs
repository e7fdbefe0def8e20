using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Masking.Generators.Usage;

/// <summary>What is known about the masks of an observation from the expression that created it.</summary>
internal static class ObservationValue
{
    /// <summary>The masks that the expression sets to null.</summary>
    public static IEnumerable<IPropertySymbol> SetToNull(IOperation observation) =>
        Assignments(observation.Origin())
            .Where(member => IsNull(member.Value))
            .Select(member => member.Target)
            .OfType<IPropertyReferenceOperation>()
            .Select(member => member.Property);

    /// <summary>Whether a mask is null; null if that is not known.</summary>
    public static bool? IsNull(IOperation observation, IPropertySymbol mask)
    {
        IOperation origin = observation.Origin();
        ISimpleAssignmentOperation? assignment = Assignments(origin).FirstOrDefault(member =>
            member.Target is IPropertyReferenceOperation target && SymbolEqualityComparer.Default.Equals(target.Property, mask));
        return assignment is not null ? IsNull(assignment.Value)
            : origin is IWithOperation copy ? IsNull(copy.Operand, mask)
            : origin.BatchOf() is not null ? false
            : null;
    }

    /// <summary>The batch whose memory the observation shares; null if it is not the observation of a batch.</summary>
    public static IOperation? BatchOf(this IOperation observation) =>
        observation.Origin() is IPropertyReferenceOperation { Property.Name: "Observation", Instance: { } batch } && batch.Type.IsBatch()
            ? batch
            : null;

    private static IEnumerable<ISimpleAssignmentOperation> Assignments(IOperation origin) => origin switch
    {
        IObjectCreationOperation creation => creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>() ?? [],
        IWithOperation copy => copy.Initializer.Initializers.OfType<ISimpleAssignmentOperation>(),
        _ => [],
    };

    private static bool IsNull(IOperation value) => value.Origin().ConstantValue is { HasValue: true, Value: null };
}
