using Masking.Generators.Naming;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Members;

/// <summary>A parameter of a method of <c>Batch</c>: an index that leads to a part of a tensor.</summary>
/// <param name="Type">The type of the parameter.</param>
/// <param name="Name">The name of the parameter.</param>
/// <param name="Summary">The documentation of the parameter.</param>
/// <param name="Size">The number of indices, as an expression; null for the environments.</param>
internal sealed record BatchParameter(string Type, string Name, string Summary, string? Size)
{
    /// <summary>The mask whose choices translate the parameter to an index; null where it is an index itself.</summary>
    public string? Choices { get; init; }

    public string Identifier => Name.Escaped();

    /// <summary>The axis that it is the index of, as an expression.</summary>
    public string Axis => $"new({SymbolDisplay.FormatLiteral(Name, quote: true)}, {Size})";
}
