using static TorchSharp.torch;

namespace Masking.Policies.Tests.Systems;

public class HonorOfKingsTests
{
    /// <summary>The labels that every button uses.</summary>
    private static readonly Dictionary<Button, string[]> Uses = new()
    {
        [Button.None] = [],
        [Button.Wait] = [],
        [Button.Move] = ["MoveX", "MoveZ"],
        [Button.Attack] = ["Target"],
        [Button.Skill1] = ["SkillX", "SkillZ", "Target"],
        [Button.Skill2] = ["SkillX", "SkillZ", "Target"],
        [Button.Skill3] = ["SkillX", "SkillZ", "Target"],
        [Button.Heal] = [],
        [Button.SummonerSkill] = ["SkillX", "SkillZ", "Target"],
        [Button.Recall] = [],
        [Button.Skill4] = ["SkillX", "SkillZ", "Target"],
        [Button.Equipment] = ["SkillX", "SkillZ"],
    };

    [Fact]
    public void ItActsEvaluatesAndLearns() => SystemAssert.Learns(() => new HonorOfKings(), Observe);

    [Fact]
    public void JointLogProbability_EqualsTheReferenceComputation()
    {
        using HonorOfKings policy = new();
        SystemAssert.LogProbIs(policy, Observe, (observation, actions) => LogProb(policy, observation, actions));
    }

    private static HonorOfKings.Observation Observe(Draw draw, int batch)
    {
        int units = draw.Integer(1, 12);
        return new HonorOfKings.Observation
        {
            Hero = draw.Numbers(batch, 60),
            Units = draw.Numbers(batch, units, 25),
            UnitsMask = draw.Mask(batch, units),
            ButtonMask = draw.Legal(batch, 12),
            MoveXMask = draw.Mask(batch, 16),
            MoveZMask = draw.Legal(batch, 16),
            SkillXMask = draw.Mask(batch, 16),
            SkillZMask = draw.Legal(batch, 16),
            TargetMask = draw.Mask(batch, 12, 8).logical_and(draw.Mask(batch, 12, 1)),
        };
    }

    private static double[] LogProb(HonorOfKings policy, HonorOfKings.Observation observation, HonorOfKings.Actions actions)
    {
        Formulas formulas = new(policy);
        EntityEncoding units = policy.Units.call(observation.Units, observation.UnitsMask, null);
        double[][] latent = Formulas.Rows(policy.Core.call(cat([policy.Hero.call(observation.Hero), units.Pooled], 1)));
        bool[][] buttonMask = Formulas.Masks(observation.ButtonMask!);
        bool[][][] targetMask = Formulas.MaskTables(observation.TargetMask!);
        (string Label, bool[][] Mask, long[] Actions)[] others =
        [
            ("MoveX", Formulas.Masks(observation.MoveXMask!), Same.Integers(actions.MoveX)),
            ("MoveZ", Formulas.Masks(observation.MoveZMask!), Same.Integers(actions.MoveZ)),
            ("SkillX", Formulas.Masks(observation.SkillXMask!), Same.Integers(actions.SkillX)),
            ("SkillZ", Formulas.Masks(observation.SkillZMask!), Same.Integers(actions.SkillZ)),
        ];
        long[] buttons = Same.Integers(actions.Button);
        long[] targets = Same.Integers(actions.Target);

        return
        [
            .. latent.Select(
                (known, row) =>
                {
                    string[] used = Uses[(Button)buttons[row]];
                    double logProb = Formulas.LogProb(formulas.Linear("Button", known), buttonMask[row], buttons[row]);
                    logProb += others
                        .Where(other => used.Contains(other.Label))
                        .Sum(other => Formulas.LogProb(formulas.Linear(other.Label, known), other.Mask[row], other.Actions[row]));
                    return used.Contains("Target")
                        ? logProb + Formulas.LogProb(formulas.Linear("Target", known), targetMask[row][buttons[row]], targets[row])
                        : logProb;
                }
            ),
        ];
    }
}
