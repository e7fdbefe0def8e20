using Masking.Generators.Diagnostics;
using Masking.Generators.Model;

namespace Masking.Generators.Pipeline;

/// <summary>The result of parsing a class: a model, or the failure of the parser.</summary>
/// <param name="Policy">The model; null where parsing failed.</param>
/// <param name="Failure">The failure; null where parsing succeeded.</param>
internal sealed record ParseResult(PolicyModel? Policy, GeneratorFailure? Failure);
