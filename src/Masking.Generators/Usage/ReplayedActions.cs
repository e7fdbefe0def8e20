using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Masking.Generators.Usage;

/// <summary>Actions that a policy chose for one observation, and evaluates with the same or another one, in one method.</summary>
/// <param name="Choice">The call that chose the actions: <c>Act</c>, <c>ActGreedily</c> or <c>forward</c>.</param>
/// <param name="Chosen">The observation that the actions were chosen for.</param>
/// <param name="Evaluated">The observation that they are evaluated with.</param>
/// <param name="Place">The part of the evaluating call to report: the observation, or the distribution that was computed from it.</param>
internal sealed record ReplayedActions(IInvocationOperation Choice, IOperation Chosen, IOperation Evaluated, IOperation Place)
{
    /// <summary>What a call of <c>Evaluate</c> or <c>LogProb</c> replays; null if that cannot be told.</summary>
    public static ReplayedActions? In(IInvocationOperation call)
    {
        (IOperation? evaluation, int actions) = call.TargetMethod.Name switch
        {
            // A state value depends on neither the actions nor their masks.
            "Evaluate" when call.Instance?.Type.IsNetwork() == true && call.MembersUsed() is not ["Value"] => (call, 1),
            "LogProb" when call.Instance?.Type.IsDistribution() == true => (call.Instance.Origin(), 0),
            _ => default,
        };
        return evaluation is IInvocationOperation { Instance: { } policy } evaluating
            && (evaluating == call || evaluating.IsForward())
            && call.ArgumentOf(actions) is { } replayed
            && ChoiceOf(replayed) is { Instance: { } chooser } choice
            && chooser.ReadsTheSameAs(policy)
            && choice.ArgumentOf(0) is { } chosen
            && evaluating.ArgumentOf(0) is { } evaluated
                ? new ReplayedActions(choice, chosen, evaluated, Place: evaluating == call ? evaluated : call.Instance!)
                : null;
    }

    private static IInvocationOperation? ChoiceOf(IOperation actions)
    {
        IOperation? choice = actions.Origin() switch
        {
            IPropertyReferenceOperation { Property.Name: "Actions", Instance: { } step } => step.Origin(),
            IInvocationOperation { TargetMethod.Name: "Sample" or "Mode", Instance: { } distribution } => distribution.Origin(),
            _ => null,
        };
        return choice is not null && (choice.IsForward() || choice.IsNetworkCall("Act", "ActGreedily"))
            ? (IInvocationOperation)choice
            : null;
    }
}
