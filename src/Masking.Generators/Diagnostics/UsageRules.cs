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
        "'{0}' is null here, but not in the observation that '{1}' chose these actions for: evaluate the same observation",
        "An action mask changes the probabilities of all legal choices. If actions are chosen with a mask and evaluated without it, the "
        + "two log-probabilities belong to different distributions, so their ratio and the gradient are wrong although nothing fails. "
        + "Pass the observation that the actions were chosen for.");

    public static readonly DiagnosticDescriptor BatchRewritten = Rule("MASK102",
        "An observation of a batch changes with the batch",
        "'{0}' has been written to since '{1}' chose these actions, and the observation shares its memory: clone the observation before, "
        + "or add it to a rollout",
        "The tensors of the Observation of a Batch are the memory of the batch. When the next observation is written, the previous one is "
        + "gone, so that actions of the previous step would be evaluated with the numbers and masks of the next one. Keep a copy, "
        + "'batch.Observation.Clone()', or store the step in a Rollout, which copies it.");

    public static readonly DiagnosticDescriptor NotDisposed = Rule("MASK103",
        "What a policy returns must be disposed",
        "'{0}' is never disposed, and the garbage collector does not know how much native memory it holds: {1}",
        "Steps, evaluations, distributions, action values, minibatches and batches hold native memory. The garbage collector sees only "
        + "small objects and may run late, so a loop that does not dispose them can run out of memory. Declare the variable with 'using', "
        + "or open a dispose scope around the code: 'using DisposeScope scope = torch.NewDisposeScope();'. A Batch belongs to no dispose "
        + "scope.");

    public static readonly DiagnosticDescriptor GraphNotUsed = Rule("MASK104",
        "Actions are chosen without gradients",
        "Only '{0}' is called on this distribution, so the autograd graph that 'forward' builds is not used: call '{1}' instead, or "
        + "'forward' within 'torch.no_grad()'",
        "Outside of no_grad, forward records an autograd graph, which costs time and keeps all intermediate tensors until it is disposed. "
        + "Actions have no gradients, so a graph is useless if actions are all that is taken from the distribution. Act and ActGreedily "
        + "choose actions without gradients.");

    public static readonly DiagnosticDescriptor BatchAxisMissing = Rule("MASK105",
        "The tensors of an observation have a batch axis",
        "'{0}' has a batch axis, but this tensor has one axis in total: append '.unsqueeze(0)' for a single environment, or create it "
        + "from a two-dimensional array",
        "The first axis of every tensor of an observation counts the environments, so a mask is (batch, choices), and the policy throws a "
        + "MaskShapeException for a tensor with one axis. For a single environment, write tensor(new[,] { { true, false } }) or append "
        + ".unsqueeze(0).");

    public static readonly DiagnosticDescriptor TemporariesInOptimizer = Rule("MASK106",
        "Policies are trained with the optimizer of Masking.Training",
        "TorchSharp's {0} creates temporary Scalars, which the garbage collector may release while native code reads them: use "
        + "'Masking.Training.Adam'",
        "In every step, TorchSharp's optimizers convert numbers to temporary Scalar objects. Nothing keeps such an object alive during the "
        + "native call, so its finalizer may release the number while it is read, and the updated parameter is then undefined. "
        + "Masking.Training.Adam updates the parameters of a policy on the CPU without them.");

    public static readonly DiagnosticDescriptor TemporaryScalar = Rule("MASK107",
        "Scalars must be kept alive while they are used",
        "{0} creates a temporary Scalar, which the garbage collector may release while native code reads it: {1}",
        "A number that becomes a TorchSharp Scalar at a call is an object that nothing keeps alive during the native call. In a training "
        + "loop the garbage collector runs often, and the finalizer may release the number while it is read, so the result is "
        + "occasionally undefined. Keep the Scalar in a 'using' variable outside of the loop or in a static readonly field.");

    private static DiagnosticDescriptor Rule(string id, string title, string message, string description) =>
        new(id, title, message, "Masking", DiagnosticSeverity.Warning, isEnabledByDefault: true, description);
}
