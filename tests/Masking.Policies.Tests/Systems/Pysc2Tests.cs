using System.Globalization;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Systems;

public class Pysc2Tests
{
    private const int Functions = 573;

    /// <summary>The functions that cannot be queued: those of the interface, and those that switch autocast.</summary>
    private static readonly int[] NotQueued =
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 63, 118, 120, 123, 126, 129, 131, 133, 136, 139, 186, 199, 202, 221, 223, 225, 246, 531, 534,
        557, 560,
    ];

    /// <summary>The arguments other than Queued, Screen and Minimap, and the functions that take them.</summary>
    private static readonly Dictionary<string, int[]> Takes = new()
    {
        ["Screen2"] = [3],
        ["ControlGroupAct"] = [4],
        ["ControlGroupId"] = [4],
        ["SelectPointAct"] = [2],
        ["SelectAdd"] = [3, 7, 8],
        ["SelectUnitAct"] = [5],
        ["SelectUnitId"] = [5],
        ["SelectWorker"] = [6],
        ["BuildQueueId"] = [11],
        ["UnloadId"] = [10],
    };

    /// <summary>The functions that take a point, as the policy declares them.</summary>
    private static readonly Dictionary<string, IReadOnlyList<string>> s_points = Pysc2.Declaration.Heads
        .Where(head => head.Name is "Screen" or "Minimap")
        .ToDictionary(head => head.Name, head => head.ActiveWhen!.Choices);

    [Fact]
    public void ItActsEvaluatesAndLearns() => SystemAssert.Learns(() => new Pysc2(), Observe);

    [Fact]
    public void EveryFunction_HasTheArgumentsOfItsTable()
    {
        using Pysc2 policy = new();
        using Pysc2.Batch batch = new(Functions);
        for (int function = 0; function < Functions; function++)
        {
            batch.FunctionMask(function).AllowOnly(function);
        }

        using Step<Pysc2.Actions> step = policy.Act(batch.Observation, new RandomStream(1));

        int[] queued = Taking(step.Actions.Queued);
        Assert.Equal(Enumerable.Range(0, Functions).Except(NotQueued), queued);
        Assert.Equal(540, queued.Length);
        int[] screen = Taking(step.Actions.Screen);
        int[] minimap = Taking(step.Actions.Minimap);
        Assert.Equal((169 + 2, 35 + 1), (screen.Length, minimap.Length));
        Assert.Equal([2, 3], screen.Except(queued));
        Assert.Equal([1], minimap.Except(queued));
        Assert.Empty(screen.Intersect(minimap));
        foreach ((string argument, int[] functions) in Takes)
        {
            int index = Pysc2.Declaration.Heads.TakeWhile(head => head.Name != argument).Count();
            Assert.Equal(functions, Taking(((ITensorRecord<Pysc2.Actions>)step.Actions).ToTensors()[index]!));
        }
    }

    [Fact]
    public void JointLogProbability_EqualsTheReferenceComputation()
    {
        using Pysc2 policy = new();
        SystemAssert.LogProbIs(policy, Observe, (observation, actions) => LogProb(policy, observation, actions));
    }

    private static int[] Taking(Tensor actions)
    {
        long[] chosen = Same.Integers(actions);
        return [.. Enumerable.Range(0, Functions).Where(function => chosen[function] >= 0)];
    }

    private static Pysc2.Observation Observe(Draw draw, int batch) => new()
    {
        ScreenFeatures = draw.Numbers(batch, 5, 6, 7),
        MinimapFeatures = draw.Numbers(batch, 3, 4, 5),
        FunctionMask = draw.Integer(0, 1) == 0 ? draw.Legal(batch, Functions) : Few(batch),
        ScreenMask = draw.Mask(batch, 6, 7),
        MinimapMask = draw.Mask(batch, 4, 5),
        Screen2Mask = draw.Mask(batch, 6, 7),
        QueuedMask = draw.Legal(batch, 2),
        ControlGroupActMask = draw.Legal(batch, 5),
        ControlGroupIdMask = draw.Mask(batch, 10),
        SelectPointActMask = draw.Legal(batch, 4),
        SelectAddMask = null,
        SelectUnitActMask = draw.Legal(batch, 4),
        SelectUnitIdMask = draw.Mask(batch, 500),
        SelectWorkerMask = draw.Legal(batch, 4),
        BuildQueueIdMask = draw.Mask(batch, 10),
        UnloadIdMask = draw.Mask(batch, 500),
    };

    /// <summary>Allows the functions of the interface and few others, so that each is sampled.</summary>
    private static Tensor Few(int batch) => Constant.Range(Functions).lt(Constant.Of(24)).expand(batch, Functions);

    private static double[] LogProb(Pysc2 policy, Pysc2.Observation observation, Pysc2.Actions actions)
    {
        Formulas formulas = new(policy);
        GridEncoding screen = policy.ScreenFeatures.call(observation.ScreenFeatures);
        GridEncoding minimap = policy.MinimapFeatures.call(observation.MinimapFeatures);
        double[][] latent = Formulas.Rows(policy.Core.call(cat([minimap.Pooled, screen.Pooled], 1)));
        double[][][] screenCells = Formulas.Tables(screen.Cells);
        double[][][] minimapCells = Formulas.Tables(minimap.Cells);
        Tensor?[] masks = [.. ((ITensorRecord<Pysc2.Observation>)observation).ToTensors().Skip(2)];
        Tensor?[] chosen = [.. ((ITensorRecord<Pysc2.Actions>)actions).ToTensors()];
        string[] heads = [.. Pysc2.Declaration.Heads.Select(head => head.Name)];
        long[] functions = Same.Integers(actions.Function);

        return [.. latent.Select((known, row) => heads.Select((head, i) =>
        {
            if (!IsTaken(head, (int)functions[row]))
            {
                return 0;
            }

            double[] logits = head switch
            {
                "Screen" or "Screen2" => formulas.Point(head, known, screenCells[row]),
                "Minimap" => formulas.Point(head, known, minimapCells[row]),
                _ => formulas.Linear(head, known),
            };
            bool[] legal = masks[i] is { } mask ? Formulas.Masks(mask.flatten(1))[row] : [.. logits.Select(_ => true)];
            return Formulas.LogProb(logits, legal, Same.Integers(chosen[i]!)[row]);
        }).Sum())];
    }

    private static bool IsTaken(string argument, int function) => argument switch
    {
        "Function" => true,
        "Queued" => !NotQueued.Contains(function),
        "Screen" or "Minimap" => s_points[argument].Contains(function.ToString(CultureInfo.InvariantCulture)),
        _ => Takes[argument].Contains(function),
    };
}
