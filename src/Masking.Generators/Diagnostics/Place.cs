using Microsoft.CodeAnalysis;

namespace Masking.Generators.Diagnostics;

/// <summary>Where a mistake is.</summary>
/// <param name="Location">The wrong code; null if it is in no file of the compilation.</param>
/// <param name="Related">Other code that explains the mistake.</param>
internal sealed record Place(Location? Location, IReadOnlyList<Location> Related)
{
    /// <summary>A place without related code.</summary>
    public static Place At(Location? location) => new(location, []);

    /// <summary>The name of a symbol where it is declared.</summary>
    public static Place At(ISymbol symbol) => At(LocationOf(symbol));

    /// <summary>The place, related to other code. A location that is null or in no file is left out.</summary>
    public Place RelatedTo(Location? other) => other is { IsInSource: true } ? this with { Related = [.. Related, other] } : this;

    /// <summary>The place, related to the declaration of a symbol.</summary>
    public Place RelatedTo(ISymbol? symbol) => symbol is null ? this : RelatedTo(LocationOf(symbol));

    private static Location? LocationOf(ISymbol symbol) => symbol.Locations.FirstOrDefault(location => location.IsInSource);
}
