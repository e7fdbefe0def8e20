using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Tests;

/// <summary>A project of several files that uses every feature of the language.</summary>
internal static class DeclaredProject
{
    private const string Policy =
        """
        using TorchSharp.Modules;
        using static TorchSharp.torch;

        namespace Game;

        /// <summary>Commands an army.</summary>
        [MaskedPolicy]
        public partial class ArmyPolicy
        {
            private readonly Linear predict = nn.Linear(64, Sizes.Globals);

            /// <summary>Score and time.</summary>
            [Observation(Sizes.Globals)]
            public partial WideEncoder Globals { get; } = new(Sizes.Globals);

            [Observation(3, 8, Sizes.Width)]
            public partial ConvEncoder Picture { get; }

            [EntityMask(features: 9, Pairwise = true), AttendsTo(nameof(Boxes))]
            public partial AttentionEncoder Units { get; }

            [EntityMask(features: 7), AttendsTo(nameof(Units))]
            public partial AttentionEncoder Boxes { get; }

            [EntityMask(features: 5)]
            public partial DeepSetEncoder Everyone { get; }

            [AgentGrid(channels: 5, height: 8, width: 6)]
            public partial ConvEncoder Map { get; }

            [Core(32)]
            public partial GruCore Core { get; }

            [ActionMask]
            public partial Head<Order> Command { get; }

            [ActionMask, ActiveWhen(nameof(Command), Order.Move)]
            public partial Head<Direction> Heading { get; }

            [ActionMask(Over = nameof(Units)), ActiveWhen(nameof(Command), Order.Attack, Order.Hold)]
            public partial PointerHead Target { get; }

            [ActionMask(Choices = 3), MaskPer(nameof(Target))]
            public partial Head<int> Weapon { get; }

            [ActionMask(AllowEmpty = true), Given(nameof(Command))]
            public partial Head<bool> Retreat { get; }

            [ActionMask(Over = nameof(Boxes), AtLeast = 1, AtMost = 2)]
            public partial SubsetHead Loot { get; }

            [ActionMask(Each = nameof(Units), EntropyReduction = EntropyReduction.Sum)]
            public partial Head<UnitCommand> Orders { get; }

            [Value(Sees = [nameof(Everyone)])]
            public partial ValueHead Value { get; }
        }
        """;

    private const string OtherPart =
        """
        using TorchSharp.Modules;
        using static TorchSharp.torch;

        namespace Game;

        public partial class ArmyPolicy
        {
            [TorchSharp.Utils.ComponentName(Name = "mean")]
            private readonly Tensor average = zeros(12);
            private readonly Parameter scale;

            public ArmyPolicy(float scale)
                : this()
            {
                this.scale = nn.Parameter(full(1, scale));
                RegisterLayer(nameof(scale), this.scale);
            }

            [ActionMask(Each = nameof(Map))]
            public partial Head<Buttons> Pressed { get; }

            [ActionMask(Over = nameof(Map))]
            public partial PointerHead Place { get; }
        }

        public static partial class Around<T>
        {
            [MaskedPolicy]
            internal sealed partial class OrderValues
            {
                [EntityMask(Sizes.Globals)] public partial DeepSetEncoder Seen { get; }
                [ActionMask(Each = nameof(Seen))] public partial QHead<Direction> Q { get; }
            }
        }
        """;

    private const string Choices =
        """
        namespace Game;

        public enum Order { Hold, Move, Attack = 4 }

        public enum Direction : byte { North, East, South, West }

        [System.Flags]
        public enum Buttons { None = 0, Jump = 1, Fire = 2, Duck = 4, All = Jump | Fire | Duck }

        public readonly record struct UnitCommand(
            Order Action,
            [ActiveWhen(nameof(UnitCommand.Action), Order.Move)] Direction Move,
            [ActiveWhen(nameof(UnitCommand.Action), Order.Attack), ActionMask(Choices = Sizes.Places)] int Place,
            Buttons Pressed);

        public static class Sizes
        {
            public const int Globals = 12, Width = Globals - 4;
            public const int Places = Width * Width;
            public static readonly int[] Table = [1, 2, 3];
        }
        """;

    private const string Parts =
        """
        namespace Game;

        public class WideEncoder(int inputs, int width = 256) : MlpEncoder(inputs, width)
        {
            public static int Built { get; set; } = 3;
        }
        """;

    private const string Program =
        """
        using Game;

        const int Rounds = 3;
        for (int round = 0; round < Rounds; round++)
        {
            System.Console.WriteLine(round + WideEncoder.Built);
        }

        System.Console.WriteLine(Rounds * 2);

        internal static class Scores
        {
            private static readonly string name = nameof(Game);
            internal static int Best { get; } = 40 + name.Length;
            internal static int Of(int round) { int score = round * 3; return score + Best; }
        }
        """;

    /// <summary>The text of each file.</summary>
    public static IReadOnlyList<string> Files { get; } = [Policy, OtherPart, Choices, Parts, Program];

    /// <summary>The files as a program.</summary>
    public static CSharpCompilation Source { get; } = AsProgram(Compile.Source([.. Files]));

    private static CSharpCompilation AsProgram(CSharpCompilation source) =>
        source.WithOptions(source.Options.WithOutputKind(OutputKind.ConsoleApplication));
}
