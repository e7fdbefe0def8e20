using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

/// <summary>Creates the same choices with the reference engine and with the fused engine.</summary>
internal static class Engines
{
    public static TheoryData<string, bool> WithBoth(IEnumerable<string> names)
    {
        TheoryData<string, bool> both = [];
        foreach (string name in names)
        {
            both.Add(name, false);
            both.Add(name, true);
        }

        return both;
    }

    public static IChoices Of(bool isFused, params Choice[] choices) =>
        isFused ? Fused(choices) : ChoiceTree.Plain(choices);

    private static FusedChoices Fused(Choice[] choices)
    {
        Tensor[] logits = [.. choices.Select(choice => choice.Logits!)];
        return new FusedChoices([logits[0].size(0)], logits, [.. choices.Select((choice, i) => new FusedChoice(i, 0, (int)choice.Columns)
        {
            IsFlags = choice.IsFlags,
            Gate = choice.Gate,
            Table = choice.Tables.Length == 0 ? null : choice.Tables[0],
            Mask = choice.Mask,
            RowsOfMask = choice.Mask is { } mask && mask.dim() == 3 ? (int)mask.size(1) : null,
        })]);
    }
}
