using Microsoft.CodeAnalysis;

namespace Masking.Generators.Diagnostics;

/// <summary>
/// The warnings about code that uses generated policies. Each has a page under <c>docs/diagnostics</c>. They can be suppressed, because the
/// code compiles and may be meant.
/// </summary>
internal static class UsageRules
{
    public static readonly DiagnosticDescriptor MaskRemoved = Rule("MASK101",
        "Actions must be evaluated with the masks that they were chosen with",
        "'{0}' is null here, but not in the observation that '{1}' chose these actions for: evaluate the same observation");

    public static readonly DiagnosticDescriptor BatchRewritten = Rule("MASK102",
        "An observation of a batch changes with the batch",
        "'{0}' has been written to since '{1}' chose these actions, and the observation shares its memory: clone the observation before, "
        + "or add it to a rollout");

    public static readonly DiagnosticDescriptor NotDisposed = Rule("MASK103",
        "What a policy returns must be disposed",
        "'{0}' is never disposed, and the garbage collector does not know how much native memory it holds: {1}");

    public static readonly DiagnosticDescriptor GraphNotUsed = Rule("MASK104",
        "Actions are chosen without gradients",
        "Only '{0}' is called on this distribution, so the autograd graph that 'forward' builds is not used: call '{1}' instead, or "
        + "'forward' within 'torch.no_grad()'");

    public static readonly DiagnosticDescriptor BatchAxisMissing = Rule("MASK105",
        "The tensors of an observation have a batch axis",
        "'{0}' has a batch axis, but this tensor has one axis in total: append '.unsqueeze(0)' for a single environment, or create it "
        + "from a two-dimensional array");

    public static readonly DiagnosticDescriptor TemporariesInOptimizer = Rule("MASK106",
        "Policies are trained with the optimizer of Masking.Training",
        "TorchSharp's {0} creates temporary Scalars, which the garbage collector may release while native code reads them: on the CPU, "
        + "use 'Masking.Training.Adam'");

    public static readonly DiagnosticDescriptor TemporaryScalar = Rule("MASK107",
        "Scalars must be kept alive while they are used",
        "{0} creates a temporary Scalar, which the garbage collector may release while native code reads it: {1}");

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "Masking", DiagnosticSeverity.Warning, isEnabledByDefault: true, new PageText(id));
}
